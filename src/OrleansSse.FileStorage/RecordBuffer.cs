using System.Buffers;

namespace OrleansSse.FileStorage;

/// <summary>One whole record in pooled memory: its header, and after it the payload, to which serializers append.</summary>
internal sealed class RecordBuffer : IBufferWriter<byte>, IDisposable
{
    private byte[] _bytes;
    private int _length;

    /// <summary>A buffer for a record to write.</summary>
    public RecordBuffer()
        : this(RecordHeader.Size)
    {
    }

    /// <summary>A buffer for a record to read.</summary>
    /// <param name="length">Bytes in the file.</param>
    public RecordBuffer(int length)
    {
        _bytes = ArrayPool<byte>.Shared.Rent(Math.Max(length, 8192));
        _length = length;
    }

    public Span<byte> Record => _bytes.AsSpan(0, _length);

    public ReadOnlySpan<byte> Payload => Record[RecordHeader.Size..];

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_bytes.Length - _length));
        _length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Append(ReadOnlyMemory<byte> bytes)
    {
        bytes.Span.CopyTo(GetSpan(bytes.Length));
        Advance(bytes.Length);
    }

    public void Dispose()
    {
        var bytes = _bytes;
        _bytes = [];
        _length = 0;
        if (bytes.Length > 0) ArrayPool<byte>.Shared.Return(bytes);
    }

    private void MakeRoom(int sizeHint)
    {
        var needed = checked(_length + Math.Max(sizeHint, 1));
        if (needed <= _bytes.Length) return;

        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max(needed, 2L * _bytes.Length), Array.MaxLength));
        Record.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
