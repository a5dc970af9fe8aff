using OrleansSse.Load.Figures;
using OrleansSse.Load.Linux;
using OrleansSse.Load.Publishers;
using OrleansSse.Load.Subscribers;
using OrleansSse.Load.Targets;

namespace OrleansSse.Load.Scenarios.FanOut;

/// <summary>A crowd of subscribers and a publisher at one server.</summary>
internal sealed class FanOutLoad : IAsyncDisposable
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private readonly Run _run;
    private readonly SseServer _server;
    private readonly LoadShape _shape;
    private readonly string _title;
    private readonly SubscriberCrowd _crowd;
    private readonly SequencePublisher _publisher;
    private readonly long _emptyBytes;

    /// <param name="run">The run.</param>
    /// <param name="server">The server; nothing has connected to it.</param>
    /// <param name="shape">How many of what.</param>
    /// <param name="title">What the user sees before each step.</param>
    public FanOutLoad(Run run, SseServer server, LoadShape shape, string title)
    {
        if (shape.Connections % shape.Streams != 0)
            throw new RunFailedException($"{shape.Connections} connections cannot be spread evenly over {shape.Streams} streams.");
        (_run, _server, _shape, _title) = (run, server, shape, title);
        string[] streams = [.. Enumerable.Range(0, shape.Streams).Select(stream => run.StreamName($"fan-out-{stream}"))];
        _emptyBytes = server.Usage?.ResidentBytes ?? 0;
        _publisher = new(server, streams, shape.Size, shape.Publishers);
        _crowd = new(
            server.Url,
            [.. Enumerable.Range(0, shape.Connections).Select(member => NewMember(server.SubscribePath(streams[member % shape.Streams])))],
            shape.ConnectingAtOnce);

        CrowdMember NewMember(string path) => new(path, shape.Streams == 1 ? shape.Publishers : 1);
    }

    /// <summary>What the server must not have done, as far as it is known now.</summary>
    public Losses Losses => new(
        Expected - _crowd.Tally.Delivered,
        _crowd.Tally.Repeated,
        _crowd.Tally.OutOfOrder,
        _crowd.Tally.Foreign,
        _publisher.Refused,
        _crowd.Ended);

    /// <summary>What went wrong first, as far as the server said why; null when nothing did.</summary>
    public string? FirstFailure => _publisher.FirstRefusal ?? _crowd.Failure;

    private long Expected => _publisher.Acknowledged * (_shape.Connections / _shape.Streams);

    /// <summary>The name of a figure of memory.</summary>
    public static string MemoryName(string when) => $"memory, {when}";

    /// <summary>Connects all subscribers.</summary>
    public async Task ConnectAsync(CancellationToken cancel)
    {
        _crowd.OpenAll();
        await WatchAsync("connecting", _shape.Connections, () => _crowd.Open, cancel);
        if (_crowd.Open < _shape.Connections)
            throw new RunFailedException($"{_title}: only {_crowd.Open} of {_shape.Connections} could connect. The first other: {_crowd.Failure ?? "no answer"}");
    }

    /// <summary>Adds the server's memory for each connection, after a while of rest.</summary>
    public async Task AddMemoryAsync(Sample sample, string when, CancellationToken cancel)
    {
        await _run.Bars.DelayAsync($"{_title}: resting", Rest, cancel);
        if (_server.Usage is { } usage)
            sample.Add(MemoryName(when), (usage.ResidentBytes - _emptyBytes) / 1024.0 / _shape.Connections, "KiB/conn.");
    }

    /// <summary>Publishes, and waits until all has come, or no more comes.</summary>
    /// <param name="what">For the user.</param>
    /// <param name="events">How many.</param>
    /// <param name="rate">So many a second, or 0 for as many as go.</param>
    /// <param name="cancel">Ends it early.</param>
    public async Task<Phase> PublishAsync(string what, int events, double rate, CancellationToken cancel)
    {
        var (delivered, server, tool, start) = (_crowd.Tally.Delivered, _server.Usage, Environment.CpuUsage.TotalTime, MonotonicClock.Now);
        _crowd.Tally.TakeLatency();
        var publishing = _publisher.PublishAsync(events, rate, cancel);
        await WatchAsync(what, Expected + ((double)events * _shape.Connections / _shape.Streams), () => _crowd.Tally.Delivered, cancel, publishing);

        var used = _server.Usage - server;
        var duration = TimeSpan.FromMicroseconds((_crowd.Tally.LastAt - start) / 1000.0);
        return new(_crowd.Tally.Delivered - delivered, duration, used, Environment.CpuUsage.TotalTime - tool, _crowd.Tally.TakeLatency());
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _crowd.DisposeAsync();
        _publisher.Dispose();
    }

    private Task WatchAsync(string what, double total, Func<double> done, CancellationToken cancel, Task? first = null)
    {
        return _run.Bars.WatchAsync($"{_title}: {what}", total, done, DoneAsync());

        async Task DoneAsync()
        {
            if (first is not null) await first;
            await _crowd.UntilAsync(() => done() >= total, cancel);
        }
    }
}
