namespace OrleansSse.AspNetCore.Frames;

/// <summary>Which events a subscriber wants, and in what form.</summary>
internal sealed class FrameFormat(IReadOnlySet<string>? types, bool envelope)
{
    private const string DefaultType = "message";

    /// <summary>All events, plainly.</summary>
    public static FrameFormat Plain { get; } = new(null, envelope: false);

    public bool Wants(Frame frame) => types is null || types.Contains(frame.Type ?? DefaultType);

    public ReadOnlyMemory<byte> Bytes(Frame frame) => envelope ? frame.Envelope : frame.Plain;
}
