using System.Buffers;

namespace OrleansSse.AspNetCore.Frames;

/// <summary>One event ready to be written: encoded once, shared by all subscribers. Frames of one batch share one block.</summary>
internal sealed class Frame(StreamName stream, StreamEvent streamEvent, ReadOnlyMemory<byte> plain)
{
    // A second thread may encode it too; both make the same bytes.
    private byte[]? _envelope;

    public StreamPosition Id => streamEvent.Id;

    public string? Type => streamEvent.Type;

    /// <summary>The event as SSE text.</summary>
    public ReadOnlyMemory<byte> Plain => plain;

    /// <summary>The event as SSE text whose data is a JSON envelope; encoded when the first subscriber wants it.</summary>
    public ReadOnlyMemory<byte> Envelope => _envelope ??= EncodeEnvelope();

    /// <summary>The envelope without the <c>event</c> line: whatever the event's type, it fires <c>message</c>.</summary>
    public ReadOnlyMemory<byte> MessageEnvelope => Type is null ? Envelope : Envelope[FrameWriter.CountType(Type)..];

    private byte[] EncodeEnvelope()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var encoder = new EnvelopeEncoder(stream, buffer);
        encoder.Write(streamEvent);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Encodes consecutive events into one block.</summary>
    public static Frame[] EncodeAll(StreamName stream, ReadOnlySpan<StreamEvent> events)
    {
        var size = 0;
        foreach (var streamEvent in events) size += FrameEncoder.GetByteCount(streamEvent);

        var block = new byte[size];
        var frames = new Frame[events.Length];
        var start = 0;
        for (var i = 0; i < events.Length; i++)
        {
            var length = FrameEncoder.Write(events[i], block.AsSpan(start));
            frames[i] = new(stream, events[i], block.AsMemory(start, length));
            start += length;
        }

        return frames;
    }
}
