namespace OrleansSse.Grains.History;

/// <summary>A run of consecutive events, as it is stored: a sealed segment, or the open tail inside the head.</summary>
[GenerateSerializer, Immutable, Alias("OrleansSse.SegmentRecord")]
internal sealed record SegmentRecord(
    [property: Id(0)] StreamEvent[] Events,
    [property: Id(1)] KeyedPublish[] Keys)
{
    /// <summary>For the storage providers, which make an empty instance where there is no record.</summary>
    public SegmentRecord()
        : this([], [])
    {
    }

    public static SegmentRecord Empty { get; } = new();

    /// <summary>Some of the events, and the keys of the publishes that end in them.</summary>
    public SegmentRecord Slice(Range range)
    {
        var events = Events[range];
        if (events is not [var first, ..]) return Empty;
        var last = events[^1];
        return new(events, Array.FindAll(Keys, key => key.Last >= first.Id.Sequence && key.Last <= last.Id.Sequence));
    }
}
