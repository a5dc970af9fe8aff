using OrleansSse.Load.Linux;
using OrleansSse.Load.Targets;

namespace OrleansSse.Load.Publishers;

/// <summary>
/// Publishes events over some connections, one in flight on each, in turn into each of some streams. Many connections serve
/// one stream, or one connection many: so what comes over one connection into one stream has an order that must be kept.
/// </summary>
internal sealed class SequencePublisher : IDisposable
{
    private readonly PublishConnection[] _connections;
    private readonly IReadOnlyList<string> _streams;
    private long _next;

    /// <param name="server">Where to.</param>
    /// <param name="streams">The streams.</param>
    /// <param name="connections">Connections.</param>
    public SequencePublisher(SseServer server, IReadOnlyList<string> streams, int connections)
    {
        if (streams.Count > 1 && streams.Count % connections != 0)
            throw new RunFailedException($"{streams.Count} streams cannot be shared evenly by {connections} publishers.");
        _streams = streams;
        _connections = [.. Enumerable.Range(0, connections).Select(_ => new PublishConnection(server))];
    }

    /// <summary>Events that were acknowledged.</summary>
    public long Acknowledged => _connections.Sum(static connection => connection.Acknowledged);

    /// <summary>Events that were not.</summary>
    public long Refused => _connections.Sum(static connection => connection.Refused);

    /// <summary>Why the first of these were not.</summary>
    public string? FirstRefusal => _connections.Select(static connection => connection.FirstRefusal).FirstOrDefault(static why => why is not null);

    /// <summary>Publishes so many events, each on the thread of its connection.</summary>
    /// <param name="events">How many.</param>
    /// <param name="rate">So many a second, or 0 for as many as go.</param>
    /// <param name="size">Bytes of data of each.</param>
    /// <param name="cancel">Ends it early.</param>
    public Task PublishAsync(long events, double rate, int size, CancellationToken cancel)
    {
        var (from, start) = (_next, MonotonicClock.Now);
        var to = _next += events;
        return Task.WhenAll(_connections.Select((connection, index) => Task.Factory.StartNew(
            () => Publish(connection, index), cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        void Publish(PublishConnection connection, int index)
        {
            for (var number = from; number < to; number++)
            {
                if (number % _connections.Length != index) continue;
                cancel.ThrowIfCancellationRequested();
                var (sequence, stream) = Math.DivRem(number, _streams.Count);
                var due = rate > 0 ? start + (long)((number - from) * 1e9 / rate) : MonotonicClock.Now;
                connection.Publish(_streams[(int)stream], sequence, size, due);
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var connection in _connections) connection.Dispose();
    }
}
