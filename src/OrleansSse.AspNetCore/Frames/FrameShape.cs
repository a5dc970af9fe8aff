namespace OrleansSse.AspNetCore.Frames;

/// <summary>In what form a subscriber wants its events.</summary>
internal enum FrameShape
{
    /// <summary>The data is the event's data.</summary>
    Plain,

    /// <summary>The data is a JSON envelope.</summary>
    Envelope,

    /// <summary>The data is a JSON envelope, and every event fires <c>message</c>: one listener sees types that it does not know.</summary>
    MessageEnvelope,
}
