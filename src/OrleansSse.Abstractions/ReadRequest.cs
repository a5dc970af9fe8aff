namespace OrleansSse;

/// <summary>Asks for one page of history.</summary>
/// <param name="Start">Where to start.</param>
/// <param name="MaxEvents">The most events to return, at least 1.</param>
/// <param name="MaxBytes">Events are added until they reach this many bytes; one is always returned, however large.</param>
[GenerateSerializer, Immutable, Alias("OrleansSse.ReadRequest")]
public sealed record ReadRequest(
    [property: Id(0)] StreamStart Start,
    [property: Id(1)] int MaxEvents = ReadRequest.DefaultMaxEvents,
    [property: Id(2)] int MaxBytes = ReadRequest.DefaultMaxBytes)
{
    /// <summary>The events of a page, if the reader does not say.</summary>
    public const int DefaultMaxEvents = 1024;

    /// <summary>The bytes of a page, if the reader does not say.</summary>
    public const int DefaultMaxBytes = 256 * 1024;
}
