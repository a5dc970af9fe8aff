using OrleansSse.Load.Figures;
using OrleansSse.Load.Subscribers;

namespace OrleansSse.Load.Scenarios.FanOut;

/// <summary>What subscribers that never read do to the others, and to the server's memory.</summary>
internal sealed class SlowScenario : FanOutScenario
{
    private const int HistorySize = 4096;
    private const string Ratio = "p99 with / without";

    private readonly CountOption _connections = new("--connections", 1_000, "Subscribers that read.");
    private readonly CountOption _slow = new("--slow", 1, "Subscribers that do not.");
    private readonly CountOption _behind = new("--behind", 1_000, $"Events of {HistorySize} bytes in history: more than the buffers of a connection hold, so that it stands still.");
    private readonly CountOption _size = new("--size", 128, "Bytes of data an event.", least: EventPayload.MinSize);
    private readonly CountOption _rate = new("--rate", 50, "Events a second.");
    private readonly CountOption _seconds = new("--seconds", 10, "How long to measure, once without and once with them; a gateway closes them after 20 s.");
    private readonly CountOption _warmUp = new("--warm-up", 3, "Seconds of publishing before that.", least: 0);

    public SlowScenario()
        : base(
            "slow",
            "Publishes at a calm pace to many subscribers, first without, then with one among them that never reads.",
            new Dictionary<string, string> { [Ratio] = "ours ≤ 1.1" })
    {
        Add(_connections);
        Add(_slow);
        Add(_behind);
        Add(_size);
        Add(_rate);
        Add(_seconds);
        Add(_warmUp);
    }

    /// <inheritdoc />
    protected override LoadShape ShapeOf(Run run) => new(run.Get(_connections), run.Get(_size));

    /// <inheritdoc />
    protected override async Task MeasureAsync(Run run, FanOutLoad load, Sample sample, CancellationToken cancel)
    {
        var (rate, events) = (run.Get(_rate), run.Get(_rate) * run.Get(_seconds));
        await load.PublishHistoryAsync(run.Get(_behind), HistorySize, cancel);
        await load.ConnectAsync(cancel);
        await load.PublishAsync("warming up", rate * run.Get(_warmUp), rate, cancel);
        var without = await load.PublishAsync("without", events, rate, cancel);
        var memoryWithout = load.Server.Usage?.ResidentBytes;

        var slow = Enumerable.Range(0, run.Get(_slow)).Select(_ => new SilentSubscriber(load.Server, load.Stream)).ToList();
        var with = await load.PublishAsync("with", events, rate, cancel);
        var memoryWith = load.Server.Usage?.ResidentBytes;

        sample.Add("without it, latency", without.Latency);
        sample.Add("with it, latency", with.Latency);
        sample.Add(Ratio, with.Latency.Percentile(0.99) / without.Latency.Percentile(0.99), "");
        if (memoryWithout is { } less && memoryWith is { } more)
        {
            sample.Add("memory without it", less / (1024.0 * 1024), "MiB");
            sample.Add("memory with it", more / (1024.0 * 1024), "MiB");
        }

        sample.Add("of the slow, closed by the server", slow.Count(static silent => silent.IsReset), "");
        with.AddTo(sample);
        slow.ForEach(static silent => silent.Dispose());
    }
}
