using System.CommandLine;
using OrleansSse.Load.Checks;
using OrleansSse.Load.Figures;
using OrleansSse.Load.Http;
using OrleansSse.Load.Targets;

namespace OrleansSse.Load.Scenarios;

/// <summary>How many single events a second many publishers get acknowledged on one stored stream.</summary>
internal sealed class PublishScenario : Scenario
{
    private readonly CountOption _clients = new("--clients", 64, "Publishers, each with a connection of its own and one event in flight.");
    private readonly CountOption _seconds = new("--seconds", 10, "How long to measure.");
    private readonly CountOption _warmUp = new("--warm-up", 3, "Seconds of publishing before that.", least: 0);
    private readonly CountOption _size = new("--size", 128, "Bytes of data an event.", least: TaggedData.MinSize);
    private readonly Option<bool> _follow = new("--follow")
    {
        Description = "Let a subscriber read along, so that also what retention drops before the end is checked.",
    };

    public PublishScenario()
        : base("publish", "Parallel publishers put single events into one stored stream; then it is read back and compared.")
    {
        Add(_clients);
        Add(_seconds);
        Add(_warmUp);
        Add(_size);
        Add(_follow);
        TargetOptions.AddTo(this);
    }

    protected override async Task MeasureAsync(Run run, CancellationToken cancel)
    {
        await using var target = await run.StartTargetAsync(cancel);
        var streams = new StreamClient(run.Http, target.Url);
        var stream = run.StreamName("publish");
        var retention = await streams.KeepMostAsync(stream, run.Report, cancel);

        await using var follower = run.Get(_follow) ? new Subscriber(run.Http, [streams.FromEarliest(stream)]) : null;
        var publishers = Enumerable.Range(1, run.Get(_clients))
            .Select(number => new FlatOutPublisher(streams.EventsOf(stream), number, run.Get(_size)))
            .ToList();
        await PublishAsync(run, target, publishers, cancel);

        var acknowledged = publishers.SelectMany(publisher => publisher.Acknowledged).ToList();
        if (acknowledged.Count == 0) throw new RunFailedException($"Nothing was acknowledged: {publishers[0].FirstError}");
        var last = acknowledged.Max(published => published.Id.Sequence);

        await using var reader = new Subscriber(run.Http, [streams.FromEarliest(stream)]);
        await run.WatchAsync("Reading back", reader, last, cancel);
        var stored = await reader.EndAsync();
        var from = stored.FirstOwed(retention);
        var broken = stored.Against(acknowledged, from);
        if (follower is not null)
        {
            await run.WatchAsync("Following", follower, last, cancel);
            broken += (await follower.EndAsync()).Against(acknowledged);
        }

        var isChecked = follower is null ? acknowledged.Count(published => published.Id.Sequence >= from) : acknowledged.Count;
        run.Report.Measured("acknowledged, warming up included", acknowledged.Count, "events");
        run.Report.Measured("of these checked", isChecked, "events");
        broken.AddTo(run.Report);
    }

    private async Task PublishAsync(Run run, Target target, IReadOnlyList<FlatOutPublisher> publishers, CancellationToken cancel)
    {
        var window = new MeasuringWindow();
        var publishing = new PublishLoop(publishers, window).RunAsync(cancel);
        await run.Bars.DelayAsync("Warming up", TimeSpan.FromSeconds(run.Get(_warmUp)), cancel);

        var (server, tool) = (target.Usage, Environment.CpuUsage.TotalTime);
        window.Open();
        await run.Bars.DelayAsync("Publishing", TimeSpan.FromSeconds(run.Get(_seconds)), cancel);
        window.Close();
        var (serverAfter, toolAfter) = (target.Usage, Environment.CpuUsage.TotalTime);
        await publishing;

        var latency = new Histogram();
        foreach (var publisher in publishers) latency.Add(publisher.Latency);
        run.Report.Measured("acknowledged", latency.Count / window.Duration.TotalSeconds, "events/s", "≥ 5,000");
        run.Report.MeasuredMany("latency", latency);
        if (serverAfter - server is { } used)
        {
            run.Report.Measured("CPU of the gateway", used.Cpu.TotalMicroseconds / latency.Count, "µs/event");
            run.Report.Measured("memory of the gateway", serverAfter!.Value.ResidentBytes / (1024.0 * 1024), "MiB");
        }

        run.Report.Measured("CPU of this tool", (toolAfter - tool).TotalMicroseconds / latency.Count, "µs/event");
        run.Report.Measured("errors", publishers.Sum(publisher => publisher.Errors), "publishes");
        if (publishers.Select(publisher => publisher.FirstError).FirstOrDefault(error => error is not null) is { } first)
            run.Report.Noted($"First error: {first}");
    }
}
