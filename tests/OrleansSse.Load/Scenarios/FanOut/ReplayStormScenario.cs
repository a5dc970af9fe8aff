using OrleansSse.Load.Figures;
using OrleansSse.Load.Subscribers;

namespace OrleansSse.Load.Scenarios.FanOut;

/// <summary>How long many subscribers need that come back at once.</summary>
internal sealed class ReplayStormScenario : FanOutScenario
{
    private const string CaughtUp = "until all have caught up";

    private readonly CountOption _connections = new("--connections", 10_000, "Subscribers.");
    private readonly CountOption _size = new("--size", 128, "Bytes of data an event.", least: EventPayload.MinSize);
    private readonly CountOption _events = new("--events", 100, "Events that each has to catch up with.");
    private readonly CountOption _warmUp = new("--warm-up", 500, "Subscribers that do the same before that.", least: 0);

    public ReplayStormScenario()
        : base(
            "replay-storm",
            "Lets many subscribers resume at once with a Last-Event-ID, each some events behind.",
            new Dictionary<string, string> { [CaughtUp] = "≤ 0.2 ×" })
    {
        Add(_connections);
        Add(_size);
        Add(_events);
        Add(_warmUp);
    }

    /// <inheritdoc />
    protected override LoadShape ShapeOf(Run run) => new(run.Get(_connections), run.Get(_size), ConnectingAtOnce: run.Get(_connections));

    /// <inheritdoc />
    protected override async Task MeasureAsync(Run run, FanOutLoad load, Sample sample, CancellationToken cancel)
    {
        var lastEventId = await load.PublishHistoryAsync(run.Get(_events), run.Get(_size), cancel);
        if (run.Get(_warmUp) is > 0 and var few) await load.CatchUpAsync("warming up", few, lastEventId, cancel);
        var phase = await load.CatchUpAsync("catching up", run.Get(_connections), lastEventId, cancel);
        sample.Add(CaughtUp, phase.Duration.TotalMilliseconds, "ms");
        sample.Add("connections that had to try again", load.Crowd.Ended, "");
        phase.AddTo(sample);
        await load.AddMemoryAsync(sample, "afterwards", cancel);
    }
}
