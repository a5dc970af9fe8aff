namespace OrleansSse.Grains.History;

/// <summary>How history is cut into records.</summary>
internal static class HistoryLimits
{
    /// <summary>Events at which the tail is sealed.</summary>
    public const int SegmentEvents = 256;

    /// <summary>Bytes of data, types and keys at which the tail is sealed.</summary>
    public const int SegmentBytes = 64 * 1024;

    /// <summary>Sealed segments of a stream; with <see cref="SegmentEvents"/> this bounds retention at 65,536 events.</summary>
    public const int Segments = 256;

    /// <summary>
    /// The events of a segment span at most this fraction of the retained age: it expires as a whole, so its first
    /// event outlives its age by no more than that.
    /// </summary>
    public const int SegmentsPerAge = 16;

    /// <summary>Discarded segments that the head remembers; more than this stay behind as orphans.</summary>
    public const int Discarded = 1024;

    /// <summary>Deleted epochs that the head remembers; to who has an id of an older one, the deletion is a gap like others.</summary>
    public const int Deleted = 16;

    /// <summary>Events that stay in memory because a gateway is still to be told of them; one that lags by more has to read.</summary>
    public const int UntoldEvents = 65_536;

    /// <summary>The bytes of such events.</summary>
    public const long UntoldBytes = 16 << 20;
}
