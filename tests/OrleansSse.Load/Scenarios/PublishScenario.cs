using System.CommandLine;
using OrleansSse.Load.Figures;
using OrleansSse.Load.Scenarios.FanOut;
using OrleansSse.Load.Subscribers;
using OrleansSse.Load.Targets;

namespace OrleansSse.Load.Scenarios;

/// <summary>How many single events a second many publishers get acknowledged on one stream.</summary>
internal sealed class PublishScenario : ComparedScenario
{
    private const string Acknowledged = "acknowledged";
    private const string Stored = "stored";
    private const string Memory = "memory";

    private readonly CountOption _clients = new("--clients", 64, "Publishers, each with a connection of its own and one event in flight.");
    private readonly CountOption _seconds = new("--seconds", 10, "How long to measure.");
    private readonly CountOption _warmUp = new("--warm-up", 3, "Seconds of publishing before that.", least: 0);
    private readonly CountOption _size = new("--size", 128, "Bytes of data an event.", least: EventPayload.MinSize);
    private readonly Option<string?> _durability = new Option<string?>("--durability")
    {
        Description = "How a gateway of our own keeps the stream; 'memory' with --against, as the peer does, otherwise 'stored'.",
    }.AcceptOnlyFromAmong(Stored, Memory);
    private readonly Option<bool> _follow = new("--follow")
    {
        Description = "Let a subscriber read along, so that also what retention drops before the end is checked. With --against it does.",
    };

    public PublishScenario()
        : base("publish", "Parallel publishers put single events into one stream; then it is read back and compared.")
    {
        Add(_clients);
        Add(_seconds);
        Add(_warmUp);
        Add(_size);
        Add(_durability);
        Add(_follow);
    }

    /// <inheritdoc />
    protected override IEnumerable<string> EnvironmentOf(Run run) =>
        (run.Get(_durability) ?? (IsCompared(run) ? Memory : Stored)) == Memory ? [GatewayServer.InMemory] : [];

    /// <inheritdoc />
    protected override IReadOnlyDictionary<string, string> GoalsOf(Run run) =>
        new Dictionary<string, string> { [Acknowledged] = IsCompared(run) ? "≥ 1.0 ×" : "≥ 5,000" };

    /// <inheritdoc />
    protected override async Task<Sample> MeasureAsync(Run run, SseServer server, string title, CancellationToken cancel)
    {
        var (sample, stream) = (new Sample(), run.StreamName("publish"));
        var history = server is GatewayServer ? await StoredHistory.OfAsync(run, server, stream, cancel) : null;
        await using var follower = run.Get(_follow) || IsCompared(run) ? await FollowAsync(server, stream, run.Get(_clients), cancel) : null;
        var publishers = Enumerable.Range(0, run.Get(_clients))
            .Select(number => new FlatOutPublisher(server, stream, number, run.Get(_clients), run.Get(_size)))
            .ToList();
        await PublishAsync(run, server, title, publishers, sample, cancel);

        var acknowledged = publishers.SelectMany(static publisher => publisher.Acknowledged).ToList();
        if (acknowledged.Count == 0) throw new RunFailedException($"{title}: nothing was acknowledged: {publishers[0].FirstError}");
        if (follower is not null)
        {
            var followed = follower.UntilAsync(() => follower.Tally.Delivered >= acknowledged.Count, cancel);
            await run.Bars.WatchAsync($"{title}: following", acknowledged.Count, () => follower.Tally.Delivered, followed);
            Losses.Of(follower, acknowledged.Count).AddTo(sample, run.Report, Name, server);
        }

        if (history is not null) await history.CheckAsync(acknowledged, sample, cancel);
        return sample;
    }

    private static async Task<SubscriberCrowd> FollowAsync(SseServer server, string stream, int publishers, CancellationToken cancel)
    {
        var crowd = new SubscriberCrowd(server.Url, [new(server.SubscribePath(stream), publishers)]);
        crowd.OpenAll();
        if (await crowd.UntilAsync(() => crowd.Open == 1, cancel)) return crowd;
        await crowd.DisposeAsync();
        throw new RunFailedException($"The subscriber could not connect: {crowd.Failure}");
    }

    private async Task PublishAsync(
        Run run, SseServer server, string title, IReadOnlyList<FlatOutPublisher> publishers, Sample sample, CancellationToken cancel)
    {
        var window = new MeasuringWindow();
        var publishing = new PublishLoop(publishers, window).RunAsync(cancel);
        await run.Bars.DelayAsync($"{title}: warming up", TimeSpan.FromSeconds(run.Get(_warmUp)), cancel);

        var (before, tool) = (server.Usage, Environment.CpuUsage.TotalTime);
        window.Open();
        await run.Bars.DelayAsync($"{title}: publishing", TimeSpan.FromSeconds(run.Get(_seconds)), cancel);
        window.Close();
        var (after, toolAfter) = (server.Usage, Environment.CpuUsage.TotalTime);
        await publishing;

        var latency = new Histogram();
        foreach (var publisher in publishers) latency.Add(publisher.Latency);
        sample.Add(Acknowledged, latency.Count / window.Duration.TotalSeconds, "events/s");
        sample.Add("latency", latency);
        if (after - before is { } used)
        {
            sample.Add("server CPU/event", used.Cpu.TotalMicroseconds / latency.Count, "µs");
            sample.Add("memory of the server", after!.Value.ResidentBytes / (1024.0 * 1024), "MiB");
        }

        sample.Add("tool CPU/event", (toolAfter - tool).TotalMicroseconds / latency.Count, "µs");
        sample.Add("errors", publishers.Sum(static publisher => publisher.Errors), "publishes");
        if (publishers.Select(static publisher => publisher.FirstError).FirstOrDefault(static error => error is not null) is { } first)
            run.Report.Noted($"{title}: first error: {first}");
    }
}
