using OrleansSse.Load.Figures;
using OrleansSse.Load.Linux;
using OrleansSse.Load.Publishers;
using OrleansSse.Load.Subscribers;
using OrleansSse.Load.Targets;

namespace OrleansSse.Load.Scenarios.FanOut;

/// <summary>A publisher and a crowd of subscribers at one server.</summary>
internal sealed class FanOutLoad : IAsyncDisposable
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private readonly Run _run;
    private readonly LoadShape _shape;
    private readonly string _title;
    private readonly string[] _streams;
    private readonly SequencePublisher _publisher;
    private readonly long _emptyBytes;
    private SubscriberCrowd? _crowd;
    private long _before;

    /// <param name="run">The run.</param>
    /// <param name="server">The server; nothing has connected to it.</param>
    /// <param name="shape">How many of what.</param>
    /// <param name="title">What the user sees before each step.</param>
    public FanOutLoad(Run run, SseServer server, LoadShape shape, string title)
    {
        if (shape.Connections % shape.Streams != 0)
            throw new RunFailedException($"{shape.Connections} connections cannot be spread evenly over {shape.Streams} streams.");
        (_run, Server, _shape, _title) = (run, server, shape, title);
        _streams = [.. Enumerable.Range(0, shape.Streams).Select(stream => run.StreamName($"fan-out-{stream}"))];
        _publisher = new(server, _streams, shape.Publishers);
        _emptyBytes = server.Usage?.ResidentBytes ?? 0;
    }

    /// <summary>The server.</summary>
    public SseServer Server { get; }

    /// <summary>The stream; the first of several.</summary>
    public string Stream => _streams[0];

    /// <summary>The subscribers.</summary>
    public SubscriberCrowd Crowd => _crowd ?? throw new InvalidOperationException("Nobody has connected.");

    /// <summary>What the server must not have done, as far as it is known now.</summary>
    public Losses Losses => Losses.Of(Crowd, Expected, _publisher.Refused);

    /// <summary>What went wrong first, as far as the server said why; null when nothing did.</summary>
    public string? FirstFailure => _publisher.FirstRefusal ?? (Crowd.ComesBack ? null : Crowd.Failure);

    private long Expected => (_publisher.Acknowledged - _before) * Crowd.Count / _shape.Streams;

    /// <summary>The name of a figure of memory.</summary>
    public static string MemoryName(string when) => $"memory, {when}";

    /// <summary>Connects all subscribers.</summary>
    /// <param name="cancel">Ends it early.</param>
    /// <param name="comeBack">Whether those whose connection the server ends resume.</param>
    public async Task ConnectAsync(CancellationToken cancel, bool comeBack = false)
    {
        _before = _publisher.Acknowledged;
        _crowd = NewCrowd(_shape.Connections, lastEventId: null, comeBack);
        Crowd.OpenAll();
        await WatchAsync("connecting", Crowd.Count, () => Crowd.Open, cancel);
        if (Crowd.Open < Crowd.Count)
            throw new RunFailedException($"{_title}: only {Crowd.Open} of {Crowd.Count} could connect. The first other: {Crowd.Failure ?? "no answer"}");
    }

    /// <summary>Publishes, and waits until all has come, or no more comes.</summary>
    /// <param name="what">For the user.</param>
    /// <param name="events">How many.</param>
    /// <param name="rate">So many a second, or 0 for as many as go.</param>
    /// <param name="cancel">Ends it early.</param>
    public Task<Phase> PublishAsync(string what, int events, double rate, CancellationToken cancel)
    {
        var total = Expected + ((double)events * Crowd.Count / _shape.Streams);
        return MeasureAsync(what, total, () => _publisher.PublishAsync(events, rate, _shape.Size, cancel), cancel);
    }

    /// <summary>Publishes what subscribers are to catch up with.</summary>
    /// <param name="events">How many.</param>
    /// <param name="size">Bytes of data of each.</param>
    /// <param name="cancel">Ends it early.</param>
    /// <returns>The id to resume with.</returns>
    public async Task<string> PublishHistoryAsync(int events, int size, CancellationToken cancel)
    {
        // The servers' ids differ, so a first subscriber says how they name the event before.
        var first = new CrowdMember(Server.SubscribePath(Stream));
        await using (var crowd = new SubscriberCrowd(Server.Url, [first]))
        {
            crowd.OpenAll();
            await crowd.UntilAsync(() => crowd.Open == 1, cancel);
            await _publisher.PublishAsync(events: 1, rate: 0, size, cancel);
            await crowd.UntilAsync(() => crowd.Tally.Delivered == 1, cancel);
        }

        _before = _publisher.Acknowledged;
        await _run.Bars.WatchAsync(
            $"{_title}: publishing history", events, () => _publisher.Acknowledged - _before, _publisher.PublishAsync(events, rate: 0, size, cancel));
        return first.LastEventId is { Length: > 0 } id ? id : throw new RunFailedException($"{_title}: the first event has no id.");
    }

    /// <summary>Connects new subscribers, all at once, and waits until they have caught up.</summary>
    /// <param name="what">For the user.</param>
    /// <param name="connections">How many.</param>
    /// <param name="lastEventId">Where they resume.</param>
    /// <param name="cancel">Ends it early.</param>
    public async Task<Phase> CatchUpAsync(string what, int connections, string lastEventId, CancellationToken cancel)
    {
        if (_crowd is not null) await _crowd.DisposeAsync();
        _crowd = NewCrowd(connections, lastEventId, comeBack: true);
        return await MeasureAsync(what, Expected, OpenAll, cancel);

        Task OpenAll()
        {
            Crowd.OpenAll();
            return Task.CompletedTask;
        }
    }

    /// <summary>Adds the server's memory for each connection, after a while of rest.</summary>
    public async Task AddMemoryAsync(Sample sample, string when, CancellationToken cancel)
    {
        await _run.Bars.DelayAsync($"{_title}: resting", Rest, cancel);
        if (Server.Usage is { } usage)
            sample.Add(MemoryName(when), (usage.ResidentBytes - _emptyBytes) / 1024.0 / _shape.Connections, "KiB/conn.");
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_crowd is not null) await _crowd.DisposeAsync();
        _publisher.Dispose();
    }

    private SubscriberCrowd NewCrowd(int connections, string? lastEventId, bool comeBack)
    {
        var publishers = _shape.Streams == 1 ? _shape.Publishers : 1;
        return new(
            Server.Url,
            [.. Enumerable.Range(0, connections).Select(member => new CrowdMember(Server.SubscribePath(_streams[member % _shape.Streams]), publishers, _before, lastEventId))],
            _shape.ConnectingAtOnce)
        {
            ComesBack = comeBack,
        };
    }

    private async Task<Phase> MeasureAsync(string what, double total, Func<Task> act, CancellationToken cancel)
    {
        var (delivered, server, tool, start) = (Crowd.Tally.Delivered, Server.Usage, Environment.CpuUsage.TotalTime, MonotonicClock.Now);
        Crowd.Tally.TakeLatency();
        await WatchAsync(what, total, () => Crowd.Tally.Delivered, cancel, act());
        var used = Server.Usage - server;
        var duration = TimeSpan.FromMicroseconds((Crowd.Tally.LastAt - start) / 1000.0);
        return new(Crowd.Tally.Delivered - delivered, duration, used, Environment.CpuUsage.TotalTime - tool, Crowd.Tally.TakeLatency());
    }

    private Task WatchAsync(string what, double total, Func<double> done, CancellationToken cancel, Task? first = null)
    {
        return _run.Bars.WatchAsync($"{_title}: {what}", total, done, DoneAsync());

        async Task DoneAsync()
        {
            if (first is not null) await first;
            await Crowd.UntilAsync(() => done() >= total, cancel);
        }
    }
}
