using OrleansSse.Load.Figures;
using OrleansSse.Load.Subscribers;

namespace OrleansSse.Load.Scenarios.FanOut;

/// <summary>What a delivery costs, and how long it takes, at a calm pace.</summary>
internal sealed class PacedScenario : FanOutScenario
{
    private readonly CountOption _connections = new("--connections", 1_000, "Subscribers.");
    private readonly CountOption _size = new("--size", 128, "Bytes of data an event.", least: EventPayload.MinSize);
    private readonly CountOption _rate = new("--rate", 50, "Events a second.");
    private readonly CountOption _seconds = new("--seconds", 10, "How long to measure.");
    private readonly CountOption _warmUp = new("--warm-up", 3, "Seconds of publishing before that.", least: 0);

    public PacedScenario()
        : base(
            "paced",
            "Publishes into one stream at a calm pace to many subscribers.",
            new Dictionary<string, string> { [Phase.ServerCpu] = "≤ 0.9 ×", [$"{Phase.LatencyName} p99"] = "≤ 1.0 ×" })
    {
        Add(_connections);
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
