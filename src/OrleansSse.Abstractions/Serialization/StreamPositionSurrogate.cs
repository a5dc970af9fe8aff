namespace OrleansSse.Serialization;

/// <summary>How a <see cref="StreamPosition"/> is stored and sent.</summary>
[GenerateSerializer, Immutable, Alias("OrleansSse.Serialization.StreamPositionSurrogate")]
internal readonly record struct StreamPositionSurrogate([property: Id(0)] long Epoch, [property: Id(1)] long Sequence);
