using OrleansSse.Load.Figures;
using OrleansSse.Load.Subscribers;

namespace OrleansSse.Load.Scenarios.FanOut;

/// <summary>What a connection holds of the server's memory.</summary>
internal sealed class IdleScenario : FanOutScenario
{
    private const string BeforeEvents = "before any event";
    private const string AfterEvents = "after the events";

    private readonly CountOption _connections = new("--connections", 10_000, "Subscribers.");
    private readonly CountOption _size = new("--size", 128, "Bytes of data an event.", least: EventPayload.MinSize);
    private readonly CountOption _events = new("--events", 10, "Events.");
    private readonly CountOption _rate = new("--rate", 2, "Events a second.");

    public IdleScenario()
        : base(
            "idle",
            "Lets many subscribers wait, then publishes a few events, and measures the memory before and after.",
            new Dictionary<string, string>
            {
                [FanOutLoad.MemoryName(BeforeEvents)] = "≤ 1.0 ×",
                [FanOutLoad.MemoryName(AfterEvents)] = "≤ 0.7 ×",
            })
    {
        Add(_connections);
        Add(_size);
        Add(_events);
        Add(_rate);
    }

    /// <inheritdoc />
    protected override LoadShape ShapeOf(Run run) => new(run.Get(_connections), run.Get(_size));

    /// <inheritdoc />
    protected override async Task MeasureAsync(Run run, FanOutLoad load, Sample sample, CancellationToken cancel)
    {
        await load.ConnectAsync(cancel);
        await load.AddMemoryAsync(sample, BeforeEvents, cancel);
        var phase = await load.PublishAsync("publishing", run.Get(_events), run.Get(_rate), cancel);
        await load.AddMemoryAsync(sample, AfterEvents, cancel);
        phase.AddTo(sample);
        sample.Add(Phase.LatencyName, phase.Latency);
    }
}
