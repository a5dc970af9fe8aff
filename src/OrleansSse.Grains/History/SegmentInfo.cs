using System.Globalization;
using System.Security.Cryptography;

namespace OrleansSse.Grains.History;

/// <summary>What the head knows of a sealed segment.</summary>
/// <param name="First">The sequence of its first event.</param>
/// <param name="Count">Its events.</param>
/// <param name="Bytes">Bytes of their data and types.</param>
/// <param name="LastTime">When its last event was accepted, in Unix milliseconds.</param>
/// <param name="Keys">How many keyed publishes end in it.</param>
/// <param name="Token">
/// Random, so that no record is ever written twice: neither by two owners, nor by one owner that deletes the stream and
/// comes to the same sequence again, while the record of the former epoch still waits to be cleared.
/// </param>
[GenerateSerializer, Immutable, Alias("OrleansSse.SegmentInfo")]
internal sealed record SegmentInfo(
    [property: Id(0)] long First,
    [property: Id(1)] int Count,
    [property: Id(2)] long Bytes,
    [property: Id(3)] long LastTime,
    [property: Id(4)] int Keys,
    [property: Id(5)] ulong Token)
{
    /// <summary>Names a new record.</summary>
    public static SegmentInfo Of(SegmentRecord record, long bytes) => new(
        record.Events[0].Id.Sequence,
        record.Events.Length,
        bytes,
        record.Events[^1].UnixMilliseconds,
        record.Keys.Length,
        BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))));

    public long Last => First + Count - 1;

    /// <summary>The name of the segment's record.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"segment-{First}-{Token:x16}");
}
