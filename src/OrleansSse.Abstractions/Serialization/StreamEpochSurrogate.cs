namespace OrleansSse.Serialization;

/// <summary>How a <see cref="StreamEpoch"/> is stored and sent.</summary>
[GenerateSerializer, Immutable, Alias("OrleansSse.Serialization.StreamEpochSurrogate")]
internal readonly record struct StreamEpochSurrogate([property: Id(0)] long Value);
