namespace OrleansSse;

/// <summary>A stream at one moment.</summary>
/// <param name="FirstSequence">The sequence of the first event that history keeps; one more than the last when it keeps none.</param>
/// <param name="Last">The last event's id.</param>
/// <param name="Count">Events in history.</param>
/// <param name="Bytes">Bytes of data, types and keys in history, to whole segments.</param>
/// <param name="Segments">Sealed segments in history.</param>
/// <param name="Leases">Leases in force: one for each gateway that relays the stream.</param>
/// <param name="Retention">The retention in force.</param>
/// <param name="Durability">Whether history outlives the silo.</param>
/// <param name="IsCompleted">True if the stream is completed: nothing comes after <paramref name="Last"/>.</param>
[GenerateSerializer, Immutable, Alias("OrleansSse.StreamInfo")]
public sealed record StreamInfo(
    [property: Id(0)] long FirstSequence,
    [property: Id(1)] StreamPosition Last,
    [property: Id(2)] long Count,
    [property: Id(3)] long Bytes,
    [property: Id(4)] int Segments,
    [property: Id(5)] int Leases,
    [property: Id(6)] Retention Retention,
    [property: Id(7)] Durability Durability,
    [property: Id(8)] bool IsCompleted = false);
