namespace OrleansSse.Grains.History;

/// <summary>
/// The one record that says what a stream is. Every change of a stream is one conditional write of it, and its ETag
/// is the only fence between two activations. It is never cleared: some providers accept a stale ETag where the record is missing.
/// </summary>
[GenerateSerializer, Immutable, Alias("OrleansSse.HeadRecord")]
internal sealed record HeadRecord
{
    /// <summary>A stream of which nothing is stored.</summary>
    public static HeadRecord Absent { get; } = new();

    /// <summary>The origin while nothing is stored.</summary>
    [Id(0)]
    public StreamEpoch Epoch { get; init; }

    /// <summary>The sequence of the first event in history; one more than <see cref="Last"/> when there is none.</summary>
    [Id(1)]
    public long First { get; init; } = 1;

    /// <summary>The sequence of the last event; 0 before the first.</summary>
    [Id(2)]
    public long Last { get; init; }

    /// <summary>The sealed segments, oldest first.</summary>
    [Id(3)]
    public SegmentInfo[] Segments { get; init; } = [];

    /// <summary>The newest events, which are in no segment yet.</summary>
    [Id(4)]
    public SegmentRecord Tail { get; init; } = SegmentRecord.Empty;

    /// <summary>What this stream keeps differently from its options.</summary>
    [Id(5)]
    public RetentionOverride? Retention { get; init; }

    /// <summary>Segments that left history and whose records are still to be cleared.</summary>
    [Id(6)]
    public SegmentInfo[] Discarded { get; init; } = [];

    /// <summary>True if the stream takes no more events in this epoch.</summary>
    [Id(7)]
    public bool IsCompleted { get; init; }

    /// <summary>The epochs that ended last by a deletion, newest last.</summary>
    [Id(8)]
    public StreamEpoch[] Deleted { get; init; } = [];

    public StreamPosition Position => new(Epoch, Last);

    public StreamHead StreamHead => new(Position, IsCompleted);

    public long Bytes => Segments.Sum(static segment => segment.Bytes) + Tail.Events.Sum(static e => (long)e.Data.ByteCount);

    /// <summary>When the last event was accepted, in Unix milliseconds; 0 if history has none.</summary>
    public long LastTime => Tail.Events is [.., var last] ? last.UnixMilliseconds
        : Segments is [.., var segment] ? segment.LastTime
        : 0;

    /// <summary>True if a position is one that the stream has been at in this epoch.</summary>
    public bool Knows(StreamPosition position) => position.IsOrigin || (position.Epoch == Epoch && position.Sequence <= Last);

    /// <summary>True if no event that was accepted at this time (Unix milliseconds) or later has left history.</summary>
    public bool ReachesBackTo(long unixMilliseconds) =>
        First == 1
        || (Segments is [var segment, ..] ? segment.LastTime : Tail.Events is [var e, ..] ? e.UnixMilliseconds : long.MaxValue) < unixMilliseconds;
}
