namespace OrleansSse;

/// <summary>
/// One page of a stream: consecutive events, and how they lie in it. Events that have expired are among them
/// (<see cref="StreamEvent.IsExpired"/>): who shows events leaves them out, who follows a stream needs them.
/// </summary>
/// <param name="From">The position just before the first event of the page: where reading started after any gap.</param>
/// <param name="Events">Consecutive events after <paramref name="From"/>, all of one epoch; empty at the head. Of a snapshot: some of them, in order.</param>
/// <param name="Head">The last committed event of the stream at the time of reading.</param>
/// <param name="Gap">What the reader asked for and cannot have; null when nothing is missing.</param>
/// <param name="IsCompleted">True if the stream was completed at the time of reading: nothing comes after <paramref name="Head"/>.</param>
[GenerateSerializer, Immutable, Alias("OrleansSse.HistoryPage")]
public sealed record HistoryPage(
    [property: Id(0)] StreamPosition From,
    [property: Id(1)] StreamEvent[] Events,
    [property: Id(2)] StreamPosition Head,
    [property: Id(3)] StreamGap? Gap,
    [property: Id(4)] bool IsCompleted = false)
{
    /// <summary>The position after the page: where the next page starts.</summary>
    public StreamPosition To => End ?? (Events.Length == 0 ? From : Events[^1].Id);

    /// <summary>The position after the page where that is not its last event, as at the end of a snapshot.</summary>
    [Id(5)]
    public StreamPosition? End { get; init; }

    /// <summary>True when the page reaches the head.</summary>
    public bool IsLast => To == Head;

    /// <summary>True when whoever has read this page has read all that the stream will ever have in this epoch.</summary>
    public bool IsEnd => IsCompleted && IsLast;
}
