namespace OrleansSse;

/// <summary>Where a reader starts in a stream.</summary>
/// <param name="Kind">By what rule.</param>
/// <param name="Position">For <see cref="StreamStartKind.After"/>: the last event that the reader has.</param>
/// <param name="Value">For <see cref="StreamStartKind.Recent"/>: how many events; for <see cref="StreamStartKind.Since"/>: Unix milliseconds.</param>
[GenerateSerializer, Immutable, Alias("OrleansSse.StreamStart")]
public readonly record struct StreamStart(
    [property: Id(0)] StreamStartKind Kind,
    [property: Id(1)] StreamPosition Position,
    [property: Id(2)] long Value)
{
    /// <summary>With the next event.</summary>
    public static StreamStart Latest => new(StreamStartKind.Latest, default, 0);

    /// <summary>With the first event that history keeps.</summary>
    public static StreamStart Earliest => new(StreamStartKind.Earliest, default, 0);

    /// <summary>With the event after this one.</summary>
    public static StreamStart After(StreamPosition position) => new(StreamStartKind.After, position, 0);

    /// <summary>With the last so many events.</summary>
    public static StreamStart Recent(long count) => new(StreamStartKind.Recent, default, count);

    /// <summary>With the first event accepted at this time or later.</summary>
    public static StreamStart Since(DateTimeOffset time) => new(StreamStartKind.Since, default, time.ToUnixTimeMilliseconds());
}
