using OrleansSse.Load.Figures;
using OrleansSse.Load.Subscribers;

namespace OrleansSse.Load.Scenarios.FanOut;

/// <summary>How many deliveries a second there are at most.</summary>
internal sealed class FlatOutScenario : FanOutScenario
{
    private readonly CountOption _connections = new("--connections", 10_000, "Subscribers.");
    private readonly CountOption _size = new("--size", 128, "Bytes of data an event.", least: EventPayload.MinSize);
    private readonly CountOption _events = new("--events", 300, "Events.");
    private readonly CountOption _publishers = new("--publishers", 16, "Publishers, each with a connection of its own and one event in flight.");
    private readonly CountOption _warmUp = new("--warm-up", 50, "Events before that.", least: 0);

    public FlatOutScenario()
        : base(
            "fanout",
            "Publishes into one stream as fast as it goes, and counts what arrives at many subscribers.",
            new Dictionary<string, string> { [Phase.Deliveries] = "≥ 15 ×" })
    {
        Add(_connections);
        Add(_size);
        Add(_events);
        Add(_publishers);
        Add(_warmUp);
    }

    /// <inheritdoc />
    protected override LoadShape ShapeOf(Run run) => new(run.Get(_connections), run.Get(_size), Publishers: run.Get(_publishers));

    /// <inheritdoc />
    protected override async Task MeasureAsync(Run run, FanOutLoad load, Sample sample, CancellationToken cancel)
    {
        await load.ConnectAsync(cancel);
        await load.AddMemoryAsync(sample, "connected", cancel);
        await load.PublishAsync("warming up", run.Get(_warmUp), rate: 0, cancel);
        var phase = await load.PublishAsync("publishing", run.Get(_events), rate: 0, cancel);
        phase.AddTo(sample);
        sample.Add(Phase.LatencyName, phase.Latency);
        await load.AddMemoryAsync(sample, "afterwards", cancel);
    }
}
