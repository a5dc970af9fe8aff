namespace OrleansSse.Serialization;

/// <summary>How a <see cref="StreamEvent"/> was stored and sent by the first versions.</summary>
[GenerateSerializer, Immutable, Alias("OrleansSse.Serialization.StreamEventSurrogate")]
internal readonly record struct StreamEventSurrogate(
    [property: Id(0)] StreamPosition Id, [property: Id(1)] long UnixMilliseconds, [property: Id(2)] EventData? Data);
