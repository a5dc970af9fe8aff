using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.Features;
using OrleansSse.AspNetCore.Frames;
using OrleansSse.AspNetCore.Relay;

namespace OrleansSse.AspNetCore.FanOut;

/// <summary>
/// One subscriber: a cursor into its relay's ring. All transitions of its state are here, and but for the hand-over
/// from <see cref="CatchUpAsync"/> all happen on its loop.
/// </summary>
internal sealed partial class SubscriberConnection(
    StreamRelay relay, RelayShard shard, FrameFormat format, PipeWriter output, FanOutContext context, IHttpRequestLifetimeFeature request)
    : FanOutWork(shard.Loop)
{
    private const int MaxUnflushedBytes = 64 * 1024;

    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _expires = context.Expiry();
    private readonly float _drainLot = Random.Shared.NextSingle();
    private volatile ConnectionState _state = ConnectionState.CatchingUp;
    private volatile bool _isClosing;
    private volatile bool _isFlushed;
    private StreamPosition _cursor;
    private StreamPosition _told;
    private ValueTaskAwaiter<FlushResult> _flush;
    private Action? _flushed;
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
        if (_state == ConnectionState.Live && !_isClosing && IsOver) TakeLeave();
        if (_state == ConnectionState.Live && _isClosing) Finish();
        else WriteLive();
    }

    /// <summary>Writes all that the ring has after the cursor, as far as the client takes it. On the loop.</summary>
    public void WriteLive()
    {
        try
        {
            while (_state == ConnectionState.Live && !_isClosing)
            {
                if (!relay.Ring.Covers(_cursor))
                {
                    _state = ConnectionState.CatchingUp;
                    _ = CatchUpAsync(StreamStart.After(_cursor), isFirst: false);
                    return;
                }

                if (!WriteFrames()) return;
                Flush();
            }
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
                request.Abort();
                break;

            case ConnectionState.Live when IsOver:
                Wake();
                break;

            case ConnectionState.Live when context.NeedsHeartbeat(_lastWrite):
                // Where a filter hides events, the resume position must move all the same.
                Say(_told == _cursor ? ServiceFrames.Heartbeat.Span : format.Position(_told = _cursor));
                break;
        }
    }

    private void GoLive()
    {
        _state = ConnectionState.Live;
        Wake();
    }

    private void TakeLeave()
    {
        Say(ServiceFrames.Retry(context.Retry()));
        Close();
    }

    private void Say(ReadOnlySpan<byte> block)
    {
        try
        {
            output.Write(block);
            Flush();
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    // Moves the cursor; false if there was nothing to write.
    private bool WriteFrames()
    {
        var written = 0;
        while (written < MaxUnflushedBytes && relay.Ring.After(_cursor) is { } frame)
        {
            written += Write(frame);
        }

        return written > 0;
    }

    private int Write(Frame frame)
    {
        _cursor = frame.Id;
        if (!format.Wants(frame)) return 0;
        _told = frame.Id;
        var bytes = format.Bytes(frame).Span;
        output.Write(bytes);
        return bytes.Length;
    }

    private void Flush()
    {
        _lastWrite = context.Now;
#pragma warning disable CA2012 // It is consumed exactly once, but not by an await: the loop waits for nothing.
        _flush = output.FlushAsync().GetAwaiter();
#pragma warning restore CA2012
        if (_flush.IsCompleted)
        {
            EndFlush();
            return;
        }

        _isFlushed = false;
        Interlocked.Exchange(ref _waitingSince, context.Now);
        _state = ConnectionState.Blocked;
        _flush.UnsafeOnCompleted(_flushed ??= OnFlushed);
    }

    // From any thread. Only now may the result be had: its source may be used anew as soon as it has been.
    private void OnFlushed()
    {
        _isFlushed = true;
        Wake();
    }

    private void EndFlush()
    {
        _state = ConnectionState.Live;
        Interlocked.Exchange(ref _waitingSince, 0);
        try
        {
            if (_flush.GetResult() is { IsCompleted: true } or { IsCanceled: true }) Close();
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
        request.Abort();
        Close();
    }

    private void Join()
    {
        (_shardIndex, _loopIndex) = (shard.Connections.Count, Loop.Connections.Count);
        shard.Connections.Add(this);
        Loop.Connections.Add(this);
    }

    private void Finish()
    {
        var lastOfShard = shard.Connections[^1];
        shard.Connections[lastOfShard._shardIndex = _shardIndex] = lastOfShard;
        shard.Connections.RemoveAt(shard.Connections.Count - 1);
        var lastOfLoop = Loop.Connections[^1];
        Loop.Connections[lastOfLoop._loopIndex = _loopIndex] = lastOfLoop;
        Loop.Connections.RemoveAt(Loop.Connections.Count - 1);
        _state = ConnectionState.Closed;
        _completion.TrySetResult();
    }
}
