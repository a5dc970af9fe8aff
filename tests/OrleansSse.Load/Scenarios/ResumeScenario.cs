using OrleansSse.Load.Checks;
using OrleansSse.Load.Figures;
using OrleansSse.Load.Http;
using OrleansSse.Load.Targets;

namespace OrleansSse.Load.Scenarios;

/// <summary>How long a subscriber that was away takes to catch up.</summary>
internal sealed class ResumeScenario : Scenario
{
    private readonly CountOption _events = new("--events", StreamClient.UsualEvents, "Events to catch up with.");
    private readonly CountOption _batch = new("--batch", 500, "Events a request when publishing them.");
    private readonly CountOption _size = new("--size", 128, "Bytes of data an event.", least: TaggedData.MinSize);
    private readonly CountOption _times = new("--times", 5, "How many subscribers do so, one after another.");

    public ResumeScenario()
        : base("resume", "A subscriber resumes with a Last-Event-ID before all the events of a stream; they must come in order, and all.")
    {
        Add(_events);
        Add(_batch);
        Add(_size);
        Add(_times);
        TargetOptions.AddTo(this);
    }

    protected internal override async Task MeasureAsync(Run run, CancellationToken cancel)
    {
        await using var target = await run.StartTargetAsync(cancel);
        var streams = new StreamClient(run.Http, target.Url);
        var stream = run.StreamName("resume");
        if (run.Get(_events) > StreamClient.UsualEvents) await streams.KeepMostAsync(stream, run.Report, cancel);

        var acknowledged = new List<AcknowledgedEvent>();
        await run.Bars.WatchAsync(
            "Publishing", run.Get(_events), () => acknowledged.Count, PublishAsync(run, streams, stream, acknowledged, cancel));

        var beforeFirst = acknowledged[0].Id with { Sequence = acknowledged[0].Id.Sequence - 1 };
        var last = acknowledged[^1].Id.Sequence;
        var (first, all, broken) = (TimeSpan.Zero, new Histogram(), new BrokenPromises());
        for (var time = 0; time < run.Get(_times); time++)
        {
            var started = TimeProvider.System.GetTimestamp();
            await using var subscriber = new Subscriber(run.Http, [streams.EventsOf(stream)], beforeFirst.ToString());
            await run.WatchAsync("Resuming", subscriber, last, cancel);
            var elapsed = TimeProvider.System.GetElapsedTime(started);

            if (time == 0) first = elapsed;
            all.Record(elapsed);
            broken += (await subscriber.EndAsync()).Against(acknowledged);
        }

        run.Report.Measured("events", acknowledged.Count, "events");
        run.Report.Measured("resumed, the first time", first.TotalMilliseconds, "ms", "< 1,000");
        run.Report.MeasuredFew("resumed", all, "< 1,000");
        broken.AddTo(run.Report);
    }

    private async Task PublishAsync(
        Run run, StreamClient streams, string stream, List<AcknowledgedEvent> acknowledged, CancellationToken cancel)
    {
        foreach (var tags in Enumerable.Range(1, run.Get(_events)).Chunk(run.Get(_batch)))
        {
            var batch = await streams.PublishAsync(stream, tags.Select(tag => TaggedData.Create(tag, run.Get(_size))), cancel);
            acknowledged.AddRange(AcknowledgedEvent.Of(batch, tags));
        }
    }
}
