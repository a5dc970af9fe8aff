using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;

namespace OrleansSse.AspNetCore.Takeover;

/// <summary>
/// What an HTTP server writes to goes to the socket at once: so what follows on the socket by another way follows it for sure. While a
/// socket takes no more, a flush waits. The end of the writer is not the end of the socket.
/// </summary>
internal sealed class SocketWriter(Socket socket) : PipeWriter
{
    private const int LeastBuffer = 4096;

    private byte[] _buffer = [];
    private int _count;
    private bool _isGone;
    private CancellationTokenSource? _flushing;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _count;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_buffer.Length - _count <= Math.Max(sizeHint - 1, 0)) Grow(Math.Max(sizeHint, 1));
        return _buffer.AsMemory(_count);
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)bytes, (uint)(_buffer.Length - _count), nameof(bytes));
        _count += bytes;
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var taken = _count == 0 || _isGone ? _count : socket.TrySend(_buffer.AsSpan(0, _count), out _isGone);
        if (taken < _count && !_isGone) return SendAsync(taken, cancellationToken);
        Clear();
        return ValueTask.FromResult(new FlushResult(isCanceled: false, isCompleted: _isGone));
    }

    public override void CancelPendingFlush() => Volatile.Read(ref _flushing)?.Cancel();

    public override void Complete(Exception? exception = null) => Clear();

    private async ValueTask<FlushResult> SendAsync(int taken, CancellationToken cancellationToken)
    {
        using var flushing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Volatile.Write(ref _flushing, flushing);
        try
        {
            await socket.SendAsync(_buffer.AsMemory(taken, _count - taken), flushing.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nobody knows how much of it was sent.
            _isGone = true;
            return new(isCanceled: true, isCompleted: true);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            _isGone = true;
        }
        finally
        {
            Volatile.Write(ref _flushing, null);
            Clear();
        }

        return new(isCanceled: false, isCompleted: _isGone);
    }

    private void Grow(int sizeHint)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(LeastBuffer, _count + sizeHint));
        _buffer.AsSpan(0, _count).CopyTo(larger);
        Return();
        _buffer = larger;
    }

    private void Clear()
    {
        Return();
        (_buffer, _count) = ([], 0);
    }

    private void Return()
    {
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
    }
}
