using OrleansSse.AspNetCore.Frames;
using OrleansSse.AspNetCore.Relay;

namespace OrleansSse.AspNetCore.FanOut;

/// <summary>
/// One subscriber: a cursor into its relay's ring. All transitions of its state are here, and but for the hand-over
/// from <see cref="CatchUpAsync"/> all happen on its loop.
/// </summary>
internal sealed partial class SubscriberConnection(
    StreamRelay relay, RelayShard shard, FrameFormat format, SubscriberOutput output, FanOutContext context, CancellationToken clientGone)
    : FanOutWork(shard.Loop), IFlushOwner
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _expires = context.Expiry();
    private readonly float _drainLot = Random.Shared.NextSingle();
    private volatile ConnectionState _state = ConnectionState.CatchingUp;
    private volatile bool _isClosing;
    private volatile bool _isFlushed;
    private StreamPosition _cursor;
    private StreamPosition _told;
    private long _lastWrite = context.Now;
    private long _waitingSince;
    private int _shardIndex = -1;
    private int _loopIndex;

    /// <summary>Completes when nothing writes to the connection any more.</summary>
    public Task Completion => _completion.Task;

    public ConnectionState State => _state;

    private bool IsEnding => _isClosing || IsOver;

    private bool IsOver => context.IsDrained(_drainLot) || context.Now > _expires;

    /// <summary>Begins after a position that the ring covers. From here on nobody else writes to the output.</summary>
    public void StartLive(StreamPosition cursor)
    {
        (_cursor, _told) = (cursor, cursor);
        GoLive();
    }

    /// <summary>Begins with what history has. From here on nobody else writes to the output.</summary>
    public void StartFromHistory(StreamStart start)
    {
        _ = CatchUpAsync(start, isFirst: true);
        Wake();
    }

    /// <summary>Ends the connection as soon as no write is under way; from any thread, once it has been started.</summary>
    public void Close()
    {
        _isClosing = true;
        Wake();
    }

    protected override void RunOnLoop()
    {
        if (_state == ConnectionState.Closed) return;
        if (_shardIndex < 0) Join();
        if (_state == ConnectionState.Blocked && _isFlushed) EndFlush();
        // A client that is slow is never seen live by an inspection.
        if (_state == ConnectionState.Live && !_isClosing && IsOver) TakeLeave(ServiceFrames.Retry(context.Retry()));
        if (_state == ConnectionState.Live && _isClosing) Finish();
        else WriteLive();
    }

    /// <summary>Writes what the ring has after the cursor, as much as goes at once. On the loop.</summary>
    public void WriteLive()
    {
        if (_state != ConnectionState.Live || _isClosing) return;
        if (!relay.Ring.Covers(_cursor))
        {
            _state = ConnectionState.CatchingUp;
            _ = CatchUpAsync(StreamStart.After(_cursor), isFirst: false);
            return;
        }

        try
        {
            var batch = Loop.Batch;
            batch.Load(relay.Ring, _cursor, format, context.Time);
            if (batch.LastFrame is null) _cursor = batch.Last;
            else Write(batch);
            if (_state == ConnectionState.Live && relay.Ring.EndAt(_cursor) is { } last) TakeLeave(ServiceFrames.End(last));
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    /// <summary>Looks after heartbeats, stalls and age. On the loop, about once a second.</summary>
    public void Inspect()
    {
        switch (_state)
        {
            case ConnectionState.Blocked or ConnectionState.CatchingUp when context.IsStalled(Interlocked.Read(ref _waitingSince)):
                Interlocked.Exchange(ref _waitingSince, 0);
                Log.Stalled(context.Logger, relay.Stream);
                output.Abort();
                break;

            case ConnectionState.Live when IsOver:
                Wake();
                break;

            case ConnectionState.Live when context.NeedsHeartbeat(_lastWrite):
                // Where a filter hides events, the resume position must move all the same.
                Say(_told == _cursor ? format.Block(ServiceFrames.Heartbeat) : format.Position(_told = _cursor));
                break;
        }
    }

    void IFlushOwner.Flushed()
    {
        _isFlushed = true;
        Wake();
    }

    private void GoLive()
    {
        _state = ConnectionState.Live;
        Wake();
    }

    private void TakeLeave(byte[] lastBlock)
    {
        Say(format.Block(lastBlock));
        Close();
    }

    private void Say(ReadOnlyMemory<byte> block)
    {
        try
        {
            Flush(block[output.Write(block.Span)..]);
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    private void Write(FrameBatch batch)
    {
        var taken = output.Write(batch.Bytes.Span);
        if (taken == batch.Bytes.Length)
        {
            (_cursor, _told) = (batch.Last, batch.LastFrame!.Id);
            Flush(default);
        }
        else
        {
            var (frame, rest) = batch.Cut(taken);
            (_cursor, _told) = (frame.Id, frame.Id);
            Flush(rest);
        }

        // The end of a flush that waits has the connection woken, and what came after the batch was loaded its shard.
        if (_state == ConnectionState.Live && (batch.HasMore || _cursor != batch.Last)) Wake();
    }

    private void Flush(ReadOnlyMemory<byte> rest)
    {
        _lastWrite = context.Now;
        _isFlushed = false;
        if (output.TryFlush(rest, this))
        {
            EndFlush();
            return;
        }

        Interlocked.Exchange(ref _waitingSince, _lastWrite);
        _state = ConnectionState.Blocked;
    }

    private void EndFlush()
    {
        if (_state == ConnectionState.Blocked) Interlocked.Exchange(ref _waitingSince, 0);
        _state = ConnectionState.Live;
        try
        {
            if (!output.EndFlush()) Close();
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    // One connection's failure is no other's: most often its client is gone.
    private void Fail(Exception exception)
    {
        Log.WritingFailed(context.Logger, relay.Stream, exception);
        output.Abort();
        Close();
    }

    private void Join()
    {
        (_shardIndex, _loopIndex) = (shard.Connections.Count, Loop.Connections.Count);
        shard.Connections.Add(this);
        Loop.Connections.Add(this);
        // Who fills the ring does so before it looks whether anybody is here.
        Interlocked.MemoryBarrier();
    }

    private void Finish()
    {
        var lastOfShard = shard.Connections[^1];
        shard.Connections[lastOfShard._shardIndex = _shardIndex] = lastOfShard;
        shard.Connections.RemoveAt(shard.Connections.Count - 1);
        var lastOfLoop = Loop.Connections[^1];
        Loop.Connections[lastOfLoop._loopIndex = _loopIndex] = lastOfLoop;
        Loop.Connections.RemoveAt(Loop.Connections.Count - 1);
        // A client that takes no more sees a connection that breaks, and resumes.
        output.Write(format.End.Span);
        _state = ConnectionState.Closed;
        _completion.TrySetResult();
    }
}
