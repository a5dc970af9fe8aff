namespace OrleansSse.AspNetCore.Frames;

/// <summary>Which events a subscriber wants, in what form, and how it is told its position.</summary>
internal sealed class FrameFormat(IReadOnlySet<string>? types, FrameShape shape, bool tellsPositionByEvent = false)
{
    private const string DefaultType = "message";

    /// <summary>All events, plainly.</summary>
    public static FrameFormat Plain { get; } = new(null, FrameShape.Plain);

    public bool Wants(Frame frame) => types is null || types.Contains(TypeName(frame.Type));

    /// <summary>A type as a subscriber names it: an event without one fires <c>message</c>.</summary>
    public static string TypeName(string? type) => string.IsNullOrEmpty(type) ? DefaultType : type;

    public ReadOnlyMemory<byte> Bytes(Frame frame) => shape switch
    {
        FrameShape.Envelope => frame.Envelope,
        FrameShape.MessageEnvelope => frame.MessageEnvelope,
        _ => frame.Plain,
    };

    /// <summary>The block that moves the subscriber's position to <paramref name="position"/>.</summary>
    public byte[] Position(StreamPosition position) =>
        tellsPositionByEvent ? ServiceFrames.PositionEvent(position) : ServiceFrames.Position(position);
}
