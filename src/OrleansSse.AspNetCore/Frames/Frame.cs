using System.Buffers;

namespace OrleansSse.AspNetCore.Frames;

/// <summary>
/// One event ready to be written, encoded once and shared by all subscribers. Each form lies in memory as an HTTP/1.1 chunk, in which
/// are the bytes that go out where something else makes chunks or none are needed.
/// </summary>
/// <remarks>Frames of one batch share one block.</remarks>
internal sealed class Frame(StreamName stream, StreamEvent streamEvent, ReadOnlyMemory<byte> plain)
{
    // A second thread may encode them too; both make the same bytes.
    private byte[]? _envelope;
    private byte[]? _messageEnvelope;

    public StreamPosition Id => streamEvent.Id;

    public string? Type => streamEvent.Type;

    /// <summary>From when on it is not to be sent, in Unix milliseconds; <see cref="long.MaxValue"/>: it is for good.</summary>
    public long Expires => streamEvent.ExpiresUnixMilliseconds;

    /// <summary>True once it is not to be sent any more.</summary>
    public bool IsExpired(TimeProvider time) => streamEvent.IsExpired(time);

    /// <summary>How much memory it takes at least.</summary>
    public int Size => plain.Length;

    /// <summary>The event in a form, as a chunk; the envelopes are encoded when the first subscriber wants them.</summary>
    public ReadOnlyMemory<byte> Chunk(FrameShape shape) => shape switch
    {
        FrameShape.Envelope => _envelope ??= EncodeEnvelope(skip: 0),
        // Whatever the event's type, it fires "message".
        FrameShape.MessageEnvelope => _messageEnvelope ??= EncodeEnvelope(skip: Type is null ? 0 : FrameWriter.CountType(Type)),
        _ => plain,
    };

    /// <summary>Encodes consecutive events into one block.</summary>
    public static Frame[] EncodeAll(StreamName stream, ReadOnlySpan<StreamEvent> events)
    {
        var size = 0;
        foreach (var streamEvent in events) size += ChunkCoding.GetByteCount(FrameEncoder.GetByteCount(streamEvent));

        var block = new byte[size];
        var frames = new Frame[events.Length];
        var start = 0;
        for (var i = 0; i < events.Length; i++)
        {
            var length = FrameEncoder.GetByteCount(events[i]);
            var chunk = block.AsMemory(start, ChunkCoding.GetByteCount(length));
            FrameEncoder.Write(events[i], ChunkCoding.Frame(chunk.Span, length));
            frames[i] = new(stream, events[i], chunk);
            start += chunk.Length;
        }

        return frames;
    }

    private byte[] EncodeEnvelope(int skip)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var encoder = new EnvelopeEncoder(stream, buffer);
        encoder.Write(streamEvent);
        return ChunkCoding.Encode(buffer.WrittenSpan[skip..]);
    }
}
