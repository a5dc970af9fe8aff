using System.Collections.Concurrent;
using OrleansSse.Load.Checks;
using OrleansSse.Load.Figures;
using OrleansSse.Load.Http;

namespace OrleansSse.Load.Scenarios;

/// <summary>How soon a gateway with many streams on disk is back after <c>kill -9</c>, with all their events.</summary>
internal sealed class RestartScenario : Scenario
{
    private const int InParallel = 16;

    private readonly CountOption _streams = new("--streams", 1_000, "Streams on disk.");
    private readonly CountOption _events = new("--events", 100, "Events a stream.");
    private readonly CountOption _size = new("--size", 128, "Bytes of data an event.", least: TaggedData.MinSize);
    private readonly CountOption _timed = new("--timed", 100, "Streams whose first replay is timed, one after another; the others are read in parallel.");

    // A stream that does not come whole is waited for long; if one does not, many may not.
    private volatile FilledStream? _incomplete;

    public RestartScenario()
        : base("restart", "Fills many streams, kills the gateway with SIGKILL, starts it again, and replays every stream.")
    {
        Add(_streams);
        Add(_events);
        Add(_size);
        Add(_timed);
    }

    protected internal override async Task MeasureAsync(Run run, CancellationToken cancel)
    {
        await using var gateway = run.NewGateway();
        await run.StartAsync(gateway, "Starting the gateway", cancel);
        var client = new StreamClient(run.Http, gateway.Url);

        var streams = new ConcurrentBag<FilledStream>();
        await run.Bars.WatchAsync(
            "Filling streams", run.Get(_streams), () => streams.Count, FillAsync(run, client, streams, cancel));
        await gateway.KillAsync();
        var ready = await run.StartAsync(gateway, "Starting it again", cancel);

        var replays = new ConcurrentBag<Replay>();
        var timed = streams.Take(run.Get(_timed)).ToList();
        await run.Bars.WatchAsync(
            "Timing first replays", timed.Count, () => replays.Count, ReplayAsync(run, client, timed, 1, replays, cancel));
        var latency = new Histogram();
        foreach (var replay in replays) latency.Record(replay.Duration);

        var others = streams.Skip(timed.Count).ToList();
        await run.Bars.WatchAsync(
            "Reading the others", streams.Count, () => replays.Count, ReplayAsync(run, client, others, InParallel, replays, cancel));

        run.Report.Measured("streams", streams.Count, "streams");
        run.Report.Measured("events", streams.Sum(stream => stream.Events.Count), "events");
        run.Report.Measured("ready again after SIGKILL", ready.TotalMilliseconds, "ms", "< 5,000");
        run.Report.MeasuredMany("first replay of a stream", latency);
        replays.Aggregate(new BrokenPromises(), (sum, replay) => sum + replay.Broken).AddTo(run.Report);
        if (_incomplete is { } stream) run.Report.Noted($"Read no further after {stream.Name} had not come whole.");
    }

    private Task FillAsync(Run run, StreamClient client, ConcurrentBag<FilledStream> streams, CancellationToken cancel)
    {
        var tags = Enumerable.Range(1, run.Get(_events)).ToList();
        var data = tags.ConvertAll(tag => TaggedData.Create(tag, run.Get(_size)));
        return Parallel.ForAsync(0, run.Get(_streams), In(InParallel, cancel), async (number, stop) =>
        {
            var name = run.StreamName($"restart.{number}");
            var acknowledged = await client.PublishAsync(name, data, stop);
            streams.Add(new(name, [.. AcknowledgedEvent.Of(acknowledged, tags)]));
        });
    }

    private Task ReplayAsync(
        Run run, StreamClient client, List<FilledStream> streams, int parallel, ConcurrentBag<Replay> replays, CancellationToken cancel) =>
        Parallel.ForEachAsync(streams, In(parallel, cancel), async (stream, stop) =>
        {
            if (_incomplete is not null) return;
            var started = TimeProvider.System.GetTimestamp();
            await using var subscriber = new Subscriber(run.Http, [client.FromEarliest(stream.Name)]);
            if (!await subscriber.SawAsync(stream.Events[^1].Id.Sequence, stop)) _incomplete = stream;
            var duration = TimeProvider.System.GetElapsedTime(started);
            replays.Add(new(duration, (await subscriber.EndAsync()).Against(stream.Events)));
        });

    private static ParallelOptions In(int parallel, CancellationToken cancel) =>
        new() { MaxDegreeOfParallelism = parallel, CancellationToken = cancel };

    private sealed record FilledStream(string Name, IReadOnlyList<AcknowledgedEvent> Events);

    private sealed record Replay(TimeSpan Duration, BrokenPromises Broken);
}
