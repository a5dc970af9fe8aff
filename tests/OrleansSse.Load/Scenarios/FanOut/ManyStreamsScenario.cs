using OrleansSse.Load.Figures;
using OrleansSse.Load.Subscribers;

namespace OrleansSse.Load.Scenarios.FanOut;

/// <summary>What an event costs from publish to delivery where every subscriber has a stream of its own.</summary>
internal sealed class ManyStreamsScenario : FanOutScenario
{
    private readonly CountOption _streams = new("--connections", 10_000, "Streams, each with one subscriber.");
    private readonly CountOption _size = new("--size", 128, "Bytes of data an event.", least: EventPayload.MinSize);
    private readonly CountOption _rate = new("--rate", 1_000, "Events a second, in all.");
    private readonly CountOption _seconds = new("--seconds", 10, "How long to measure.");
    private readonly CountOption _warmUp = new("--warm-up", 5, "Seconds of publishing before that.", least: 0);
    private readonly CountOption _publishers = new("--publishers", 4, "Publishers, each with a connection of its own, one event in flight, and its share of the streams.");

    public ManyStreamsScenario()
        : base(
            "many-streams",
            "Publishes in turn into many streams that have one subscriber each.",
            new Dictionary<string, string> { [Phase.ServerCpu] = "≤ 1.0 ×" })
    {
        Add(_streams);
        Add(_size);
        Add(_rate);
        Add(_seconds);
        Add(_warmUp);
        Add(_publishers);
    }

    /// <inheritdoc />
    protected override LoadShape ShapeOf(Run run) => new(run.Get(_streams), run.Get(_size), run.Get(_streams), run.Get(_publishers));

    /// <inheritdoc />
    protected override async Task MeasureAsync(Run run, FanOutLoad load, Sample sample, CancellationToken cancel)
    {
        var rate = run.Get(_rate);
        await load.ConnectAsync(cancel);
        await load.AddMemoryAsync(sample, "connected", cancel);
        await load.PublishAsync("warming up", rate * run.Get(_warmUp), rate, cancel);
        var phase = await load.PublishAsync("publishing", rate * run.Get(_seconds), rate, cancel);
        phase.AddTo(sample);
        sample.Add(Phase.LatencyName, phase.Latency);
        await load.AddMemoryAsync(sample, "afterwards", cancel);
    }
}
