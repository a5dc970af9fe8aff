using System.CommandLine;
using System.CommandLine.Parsing;
using OrleansSse.Load.Checks;
using OrleansSse.Load.Figures;
using OrleansSse.Load.Targets;

namespace OrleansSse.Load;

/// <summary>What a scenario has at hand while it runs.</summary>
internal sealed class Run(ParseResult arguments, Report report, ProgressBars bars, RunDirectory directory) : IDisposable
{
    private readonly string _streamPrefix = $"load.{Guid.NewGuid():N}";

    /// <summary>Where figures and checks go.</summary>
    public Report Report => report;

    /// <summary>What the user sees while it lasts.</summary>
    public ProgressBars Bars => bars;

    /// <summary>For all that is not flat out: no proxy, no time limit, as a stream of events may be silent for long.</summary>
    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>The value of an option.</summary>
    public T Get<T>(Option<T> option) => arguments.GetValue(option)!;

    /// <summary>True when it measures the gateway that was built with this tool.</summary>
    public bool IsOfBuiltGateway => arguments.GetValue(RunOptions.Gateway) is null;

    /// <summary>The run of another scenario within this one, with the same options: as if its name stood in the command line.</summary>
    public Run As(Scenario scenario)
    {
        var command = arguments.CommandResult.Command.Name;
        var tokens = arguments.Tokens.Select(token => token.Type == TokenType.Command && token.Value == command ? scenario.Name : token.Value);
        return new(arguments.RootCommandResult.Command.Parse([.. tokens]), report, bars, directory);
    }

    /// <summary>A stream that no run before has used, so that a gateway with a history can be measured as well.</summary>
    public string StreamName(string name) => $"{_streamPrefix}.{name}";

    /// <summary>A gateway of our own, not started yet, with a port and an empty data directory.</summary>
    /// <param name="command">How to start it; by default the built one, or what <c>--gateway</c> says.</param>
    /// <param name="environment">Variables of its environment, of the form NAME=VALUE, that <c>--env</c> may override.</param>
    public GatewayProcess NewGateway(GatewayCommand? command = null, params IEnumerable<string> environment) => new(
        command ?? GatewayCommand.Of(arguments.GetValue(RunOptions.Gateway)),
        [.. environment, .. Get(RunOptions.Environment)],
        directory.NewDirectory());

    /// <summary>An empty directory for processes of our own.</summary>
    public DirectoryInfo NewDirectory() => directory.NewDirectory();

    /// <summary>What is to be measured, ready: what <c>--url</c> says, or a gateway of our own.</summary>
    /// <param name="cancel">Ends the wait.</param>
    /// <param name="environment">Variables of the environment of a gateway of our own, of the form NAME=VALUE.</param>
    public async Task<Target> StartTargetAsync(CancellationToken cancel, params IEnumerable<string> environment)
    {
        if (arguments.GetValue(TargetOptions.Url) is { } url)
        {
            await Readiness.RequireAsync(Http, url, cancel);
            return new(url, Get(TargetOptions.ProcessIds), Owned: null);
        }

        var gateway = NewGateway(command: null, environment);
        await StartAsync(gateway, "Starting the gateway", cancel);
        return new(gateway.Url, [gateway.Id], gateway);
    }

    /// <summary>Starts a gateway and shows that it is being waited for.</summary>
    /// <returns>The time from the start of its process until it was ready.</returns>
    public Task<TimeSpan> StartAsync(GatewayProcess gateway, string what, CancellationToken cancel) =>
        Bars.WaitAsync(what, gateway.StartAsync(cancel));

    /// <summary>Waits until a subscriber has seen a sequence, or sees nothing more, and shows how far it is.</summary>
    public Task WatchAsync(string what, Subscriber subscriber, long last, CancellationToken cancel) =>
        Bars.WatchAsync(what, last, () => subscriber.Seen.Last, subscriber.SawAsync(last, cancel));

    /// <inheritdoc />
    public void Dispose() => Http.Dispose();
}
