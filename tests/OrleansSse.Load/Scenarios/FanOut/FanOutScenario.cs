using OrleansSse.Load.Figures;
using OrleansSse.Load.Targets;

namespace OrleansSse.Load.Scenarios.FanOut;

/// <summary>A scenario that can be run at a peer too: so many times at the gateway and at the peer in turn.</summary>
internal abstract class FanOutScenario : Scenario
{
    private static readonly Dictionary<string, string> NoGoals = [];

    private readonly IReadOnlyDictionary<string, string> _goals;

    /// <param name="name">The command.</param>
    /// <param name="description">For the help.</param>
    /// <param name="goals">By the name of a figure, what its ratio should be.</param>
    protected FanOutScenario(string name, string description, IReadOnlyDictionary<string, string> goals)
        : base(name, description)
    {
        _goals = goals;
        FanOutOptions.AddTo(this);
        TargetOptions.AddTo(this);
    }

    /// <inheritdoc />
    protected sealed override async Task MeasureAsync(Run run, CancellationToken cancel)
    {
        var (runs, isCompared) = (run.Get(FanOutOptions.Runs), run.Get(FanOutOptions.Against) == FanOutOptions.Nchan);
        var (ours, theirs, losses) = (new List<Sample>(), new List<Sample>(), default(Losses));
        for (var number = 1; number <= runs; number++)
        {
            var round = runs == 1 ? Name : $"{Name} {number}/{runs}";
            await using (var gateway = new GatewayServer(await run.StartTargetAsync(cancel, "EventStreams__Durability=Memory")))
                losses += await MeasureOnceAsync(gateway, round, ours);
            if (!isCompared) continue;
            await using (var nchan = await NchanServer.StartAsync(run.NewDirectory(), cancel))
                await MeasureOnceAsync(nchan, $"{round}, Nchan", theirs);
        }

        run.Report.MeasuredRuns(Name, ours, theirs, isCompared ? _goals : NoGoals);
        losses.AddTo(run.Report, Name);

        async Task<Losses> MeasureOnceAsync(SseServer server, string title, List<Sample> samples)
        {
            var sample = new Sample();
            await using var load = new FanOutLoad(run, server, ShapeOf(run), title);
            await MeasureAsync(run, load, sample, cancel);
            load.Losses.AddTo(sample);
            samples.Add(sample);
            if (load.FirstFailure is { } failure) run.Report.Noted($"{title}: {failure}");
            return load.Losses;
        }
    }

    /// <summary>How many there are of what.</summary>
    protected abstract LoadShape ShapeOf(Run run);

    /// <summary>Runs it once.</summary>
    /// <param name="run">The options.</param>
    /// <param name="load">The load, not connected.</param>
    /// <param name="sample">Where the figures go; those of what must not happen are added for all.</param>
    /// <param name="cancel">Ends it early.</param>
    protected abstract Task MeasureAsync(Run run, FanOutLoad load, Sample sample, CancellationToken cancel);
}
