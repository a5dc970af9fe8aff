using System.Runtime.CompilerServices;
using System.Threading.Channels;
using OrleansSse.Client.Subscriptions;

namespace OrleansSse.Client.Reading;

/// <summary>
/// What a subscription has told and its reader has not taken. When that is too much nothing more is added, and it ends with what
/// it has: the reader has to get the rest from history.
/// </summary>
internal sealed class LiveEvents(EventStreamClientOptions options) : IStreamSubscriber
{
    private readonly Channel<StreamPart> _parts = Channel.CreateUnbounded<StreamPart>(new() { SingleReader = true });
    private long _events;
    private long _bytes;

    /// <summary>All that is told, until it ends.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled or stopped.</exception>
    public async IAsyncEnumerable<StreamPart> TakeAllAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var part in _parts.Reader.ReadAllAsync(cancellation))
        {
            Count(part, -1);
            yield return part;
        }
    }

    /// <summary>No more is told, and the reader is not to go on either.</summary>
    public void Stop(CancellationToken cause) => _parts.Writer.TryComplete(new OperationCanceledException("The subscription was ended.", cause));

    public void OnStarted(StreamPosition from)
    {
        // The reader knows where it stands.
    }

    public void OnEvents(ReadOnlySpan<StreamEvent> events) => Add(new(events.ToArray(), Gap: null));

    public void OnGap(StreamGap gap) => Add(new([], gap));

    public void OnCompleted() => _parts.Writer.TryWrite(new([], Gap: null, IsEnd: true));

    private void Add(StreamPart part)
    {
        var (events, bytes) = Count(part, +1);
        // One part is always taken, however large.
        var isFull = events > options.MaxBufferEvents || bytes > options.MaxBufferBytes;
        if (isFull && events > part.Events.Length) _parts.Writer.TryComplete();
        else _parts.Writer.TryWrite(part);
    }

    private (long Events, long Bytes) Count(StreamPart part, int sign)
    {
        var bytes = 0L;
        foreach (var streamEvent in part.Events) bytes += streamEvent.Data.ByteCount;
        return (Interlocked.Add(ref _events, sign * part.Events.Length), Interlocked.Add(ref _bytes, sign * bytes));
    }
}
