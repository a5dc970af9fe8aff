namespace OrleansSse.Serialization;

/// <summary>How a <see cref="EventData"/> was stored and sent by the first versions. What an event did not have took no bytes.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues, Alias("OrleansSse.Serialization.EventDataSurrogate")]
internal readonly record struct EventDataSurrogate(
    [property: Id(0)] string? Type, [property: Id(1)] byte[]? Utf8, [property: Id(2)] string? Key, [property: Id(3)] long TtlMilliseconds);
