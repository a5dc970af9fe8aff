using System.Globalization;

namespace OrleansSse.Grains.History;

/// <summary>What the head knows of a sealed segment.</summary>
/// <param name="First">The sequence of its first event.</param>
/// <param name="Count">Its events.</param>
/// <param name="Bytes">Bytes of their data and types.</param>
/// <param name="LastTime">When its last event was accepted, in Unix milliseconds.</param>
/// <param name="Keys">How many keyed publishes end in it.</param>
/// <param name="Token">The activation that wrote it, so that two owners never write one record.</param>
[GenerateSerializer, Immutable, Alias("OrleansSse.SegmentInfo")]
internal sealed record SegmentInfo(
    [property: Id(0)] long First,
    [property: Id(1)] int Count,
    [property: Id(2)] long Bytes,
    [property: Id(3)] long LastTime,
    [property: Id(4)] int Keys,
    [property: Id(5)] uint Token)
{
    public long Last => First + Count - 1;

    /// <summary>The name of the segment's record.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"segment-{First}-{Token:x8}");
}
