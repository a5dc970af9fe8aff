namespace OrleansSse;

/// <summary>Where a reader starts in a stream.</summary>
/// <param name="Kind">By what rule.</param>
/// <param name="Position">
/// For <see cref="StreamStartKind.After"/>: the last event that the reader has; for <see cref="StreamStartKind.Snapshot"/>: where the page
/// before ended, the origin for the first.
/// </param>
/// <param name="Value">
/// For <see cref="StreamStartKind.Recent"/>: how many events; for <see cref="StreamStartKind.Since"/>: Unix milliseconds; for the further pages of
/// a <see cref="StreamStartKind.Snapshot"/>: the stream's last sequence when it began.
/// </param>
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

    /// <summary>
    /// With the last event of each key that history has, in their order, and then with the next event. Left out are events without a key,
    /// keys that were removed (<see cref="EventData.RemovesKey"/>), and keys whose last event has expired.
    /// </summary>
    public static StreamStart Snapshot => new(StreamStartKind.Snapshot, default, 0);

    /// <summary>Where reading goes on after a page that was read from here.</summary>
    public StreamStart Next(HistoryPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        if (Kind != StreamStartKind.Snapshot || page.IsLast) return After(page.To);
        // A key that is removed after the first page must be told of: it may have been in that.
        return this with { Position = page.To, Value = page.To.Epoch == Position.Epoch ? Value : page.Head.Sequence };
    }
}
