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
}
