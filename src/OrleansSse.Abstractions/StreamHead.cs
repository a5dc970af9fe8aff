namespace OrleansSse;

/// <summary>Where a stream stands.</summary>
/// <param name="Position">Its last committed event.</param>
/// <param name="IsCompleted">True if nothing comes after that.</param>
[GenerateSerializer, Immutable, Alias("OrleansSse.StreamHead")]
public readonly record struct StreamHead(
    [property: Id(0)] StreamPosition Position,
    [property: Id(1)] bool IsCompleted);
