using OrleansSse.AspNetCore.FanOut;
using OrleansSse.AspNetCore.Frames;
using OrleansSse.Client.Subscriptions;

namespace OrleansSse.AspNetCore.Relay;

/// <summary>A gateway's one subscription to a stream: fills the ring, and wakes the fan-out loops.</summary>
internal sealed class StreamRelay : IStreamSubscriber, IAsyncDisposable
{
    private readonly StreamSubscription _subscription;

    public StreamRelay(StreamName stream, StreamSubscriptions subscriptions, FanOutLoops loops, GatewayOptions options)
    {
        Stream = stream;
        Ring = new(options.RingFrames, options.RingBytes);
        Shards = loops.CreateShards();
        // What the stream still has in memory comes along, so that the first reconnects find it in the ring.
        _subscription = subscriptions.Subscribe(stream, this, StreamStart.Recent(ReadRequest.DefaultMaxEvents));
    }

    public StreamName Stream { get; }

    public FrameRing Ring { get; }

    public IEventStreamGrain Grain => _subscription.Grain;

    /// <summary>The relay's subscribers, by the loop that serves them.</summary>
    public IReadOnlyList<RelayShard> Shards { get; }

    /// <summary>Completes when the relay follows the stream, with where the stream stood then.</summary>
    public Task<StreamPosition> Started => _subscription.Started;

    /// <summary>Reads up to the head, if pushes have not brought the ring there.</summary>
    public Task RefreshAsync() => _subscription.RefreshAsync();

    public void OnStarted(StreamPosition from) => Ring.Reset(from);

    public void OnEvents(ReadOnlySpan<StreamEvent> events)
    {
        Ring.Append(Frame.EncodeAll(Stream, events));
        Wake();
    }

    public void OnGap(StreamGap gap)
    {
        // Each subscriber finds itself outside the ring, reads history, and is told of its own gap.
        Ring.Reset(gap.FirstKept with { Sequence = gap.FirstKept.Sequence - 1 });
        Wake();
    }

    public void OnCompleted()
    {
        Ring.Complete();
        Wake();
    }

    public ValueTask DisposeAsync() => _subscription.DisposeAsync();

    private void Wake()
    {
        foreach (var shard in Shards) shard.Tell();
    }
}
