namespace OrleansSse.Serialization;

/// <summary>How a <see cref="EventData"/> is stored and sent.</summary>
[GenerateSerializer, Immutable, Alias("OrleansSse.Serialization.EventDataSurrogate")]
internal readonly record struct EventDataSurrogate([property: Id(0)] string? Type, [property: Id(1)] byte[]? Utf8);
