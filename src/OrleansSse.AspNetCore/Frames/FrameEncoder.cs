namespace OrleansSse.AspNetCore.Frames;

/// <summary>Makes the frame of an event: its exact bytes as SSE text (WHATWG HTML, 9.2.5).</summary>
/// <remarks>
/// What a subscriber parses is the event's id, type and data; CR and CRLF in the data arrive as LF, as the standard has it.
/// </remarks>
internal static class FrameEncoder
{
    /// <summary>The bytes that <see cref="Write(StreamEvent, Span{byte})"/> will write.</summary>
    public static int GetByteCount(StreamEvent streamEvent) =>
        GetByteCount(streamEvent.Id, streamEvent.Type, streamEvent.Data.Utf8.Span);

    /// <summary>Writes the frame and returns its bytes.</summary>
    /// <exception cref="ArgumentException">The destination is shorter than <see cref="GetByteCount(StreamEvent)"/>.</exception>
    public static int Write(StreamEvent streamEvent, Span<byte> destination) =>
        Write(streamEvent.Id, streamEvent.Type, streamEvent.Data.Utf8.Span, destination);

    /// <summary>The frame in an array of its own.</summary>
    public static byte[] Encode(StreamEvent streamEvent) =>
        Encode(streamEvent.Id, streamEvent.Type, streamEvent.Data.Utf8.Span);

    /// <summary>A frame that may have no id: one that does not move a subscriber's position.</summary>
    public static byte[] Encode(StreamPosition? id, string? type, ReadOnlySpan<byte> data)
    {
        var frame = new byte[GetByteCount(id, type, data)];
        Write(id, type, data, frame);
        return frame;
    }

    private static int GetByteCount(StreamPosition? id, string? type, ReadOnlySpan<byte> data) =>
        (id is { } position ? FrameWriter.CountId(position) : 0)
        + (type is null ? 0 : FrameWriter.CountType(type))
        + FrameWriter.CountData(data)
        + "\n"u8.Length;

    private static int Write(StreamPosition? id, string? type, ReadOnlySpan<byte> data, Span<byte> destination)
    {
        var frame = new FrameWriter(destination);
        if (id is { } position) frame.WriteId(position);
        if (type is not null) frame.WriteType(type);
        frame.WriteData(data);
        frame.EndLine();
        return frame.Count;
    }
}
