namespace OrleansSse.AspNetCore.Frames;

/// <summary>Which events a subscriber wants, in what form, and how it is told its position.</summary>
/// <param name="Types">The types that it wants; null: all.</param>
/// <param name="Shape">The form of its events.</param>
/// <param name="TellsPositionByEvent">True if it passes over a block of nothing but an <c>id</c>.</param>
/// <param name="IsChunked">True if nothing else makes the chunks of its connection.</param>
internal sealed record FrameFormat(IReadOnlySet<string>? Types, FrameShape Shape, bool TellsPositionByEvent = false, bool IsChunked = false)
{
    private const string DefaultType = "message";

    private static readonly FrameFormat PlainChunked = new(null, FrameShape.Plain, IsChunked: true);

    /// <summary>All events, plainly.</summary>
    public static FrameFormat Plain { get; } = new(null, FrameShape.Plain);

    /// <summary>The same for a connection whose chunks nothing else makes.</summary>
    public FrameFormat AsChunks() => ReferenceEquals(this, Plain) ? PlainChunked : this with { IsChunked = true };

    public bool Wants(Frame frame) => Types is null || Types.Contains(TypeName(frame.Type));

    /// <summary>A type as a subscriber names it: an event without one fires <c>message</c>.</summary>
    public static string TypeName(string? type) => string.IsNullOrEmpty(type) ? DefaultType : type;

    /// <summary>The event as it is to be sent.</summary>
    public ReadOnlyMemory<byte> Bytes(Frame frame)
    {
        var chunk = frame.Chunk(Shape);
        return IsChunked ? chunk : ChunkCoding.Body(chunk);
    }

    /// <summary>True if every frame has the same bytes in both.</summary>
    public bool LooksLike(FrameFormat other) =>
        ReferenceEquals(this, other) || (Types is null && other.Types is null && Shape == other.Shape && IsChunked == other.IsChunked);

    /// <summary>A block of the service as it is to be sent.</summary>
    public ReadOnlyMemory<byte> Block(ReadOnlyMemory<byte> block) => IsChunked ? ChunkCoding.Encode(block.Span) : block;

    /// <summary>The block that moves the subscriber's position to <paramref name="position"/>.</summary>
    public ReadOnlyMemory<byte> Position(StreamPosition position) =>
        Block(TellsPositionByEvent ? ServiceFrames.PositionEvent(position) : ServiceFrames.Position(position));

    /// <summary>Follows the last block.</summary>
    public ReadOnlyMemory<byte> End => IsChunked ? ChunkCoding.End : default;
}
