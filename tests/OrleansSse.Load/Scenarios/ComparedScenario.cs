using System.CommandLine;
using OrleansSse.Load.Figures;
using OrleansSse.Load.Targets;

namespace OrleansSse.Load.Scenarios;

/// <summary>A scenario that can be run at a peer too: so many times at the gateway and at the peer in turn.</summary>
internal abstract class ComparedScenario : Scenario
{
    private const string Nchan = "nchan";

    /// <param name="name">The command.</param>
    /// <param name="description">For the help.</param>
    protected ComparedScenario(string name, string description)
        : base(name, description)
    {
        AddTo(this);
        TargetOptions.AddTo(this);
    }

    /// <summary>Whether to measure a peer as well.</summary>
    public static Option<string?> Against { get; } = new Option<string?>("--against")
    {
        Description = "Run the same at a peer, in turn with the gateway, and print the ratios. It needs: apt-get install nginx libnginx-mod-nchan",
    }.AcceptOnlyFromAmong(Nchan);

    /// <summary>How often.</summary>
    public static CountOption Runs { get; } = new("--runs", 1, "Runs, each with a new server; of the figures the median is shown.");

    /// <summary>Adds the options that all of them share to a command.</summary>
    public static void AddTo(Command command)
    {
        command.Add(Against);
        command.Add(Runs);
    }

    /// <inheritdoc />
    protected internal sealed override async Task MeasureAsync(Run run, CancellationToken cancel)
    {
        var (runs, ours, theirs) = (run.Get(Runs), new List<Sample>(), new List<Sample>());
        for (var number = 1; number <= runs; number++)
        {
            var title = runs == 1 ? Name : $"{Name} {number}/{runs}";
            await using (var gateway = new GatewayServer(await run.StartTargetAsync(cancel, EnvironmentOf(run))))
                ours.Add(await MeasureAsync(run, gateway, title, cancel));
            if (!IsCompared(run)) continue;
            await using (var nchan = await NchanServer.StartAsync(run.NewDirectory(), cancel))
                theirs.Add(await MeasureAsync(run, nchan, $"{title}, Nchan", cancel));
        }

        run.Report.MeasuredRuns(Name, ours, theirs, GoalsOf(run));
    }

    /// <summary>Runs it once at one server. What must not happen is a figure at a peer, and a rule at the gateway.</summary>
    protected abstract Task<Sample> MeasureAsync(Run run, SseServer server, string title, CancellationToken cancel);

    /// <summary>By the name of a figure, what it should be, or what its ratio should be where it is compared.</summary>
    protected abstract IReadOnlyDictionary<string, string> GoalsOf(Run run);

    /// <summary>Variables of the gateway's environment. The peer keeps events in memory only, so by default the gateway does.</summary>
    protected virtual IEnumerable<string> EnvironmentOf(Run run) => [GatewayServer.InMemory];

    /// <summary>Whether there is a peer.</summary>
    protected static bool IsCompared(Run run) => run.Get(Against) is not null;
}
