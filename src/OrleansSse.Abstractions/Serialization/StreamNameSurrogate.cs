namespace OrleansSse.Serialization;

/// <summary>How a <see cref="StreamName"/> is stored and sent.</summary>
[GenerateSerializer, Immutable, Alias("OrleansSse.Serialization.StreamNameSurrogate")]
internal readonly record struct StreamNameSurrogate([property: Id(0)] string? Value);
