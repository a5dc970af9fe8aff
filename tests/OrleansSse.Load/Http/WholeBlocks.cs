namespace OrleansSse.Load.Http;

/// <summary>
/// The blocks of an event stream that have arrived whole. A connection may break within a block: a browser then discards
/// it with its id (standard, 9.2.6), but <see cref="System.Net.ServerSentEvents.SseParser"/> has taken the id by then, and
/// resuming with that would skip the event.
/// </summary>
/// <param name="source">An event stream whose lines end with LF.</param>
internal sealed class WholeBlocks(Stream source) : Stream
{
    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _whole;
    private int _end;

    /// <inheritdoc />
    public override bool CanRead => true;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => false;

    /// <inheritdoc />
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_start == _whole)
        {
            MakeRoom();
            var read = await source.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (read == 0) return 0;
            _end += read;
            _whole = _buffer.AsSpan(0, _end).LastIndexOf("\n\n"u8) is >= 0 and var last ? last + 2 : _start;
        }

        var count = Math.Min(buffer.Length, _whole - _start);
        _buffer.AsSpan(_start, count).CopyTo(buffer.Span);
        _start += count;
        return count;
    }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void Flush() => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing) source.Dispose();
        base.Dispose(disposing);
    }

    private void MakeRoom()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = _whole = 0;
        if (_end == _buffer.Length) Array.Resize(ref _buffer, _end * 2);
    }
}
