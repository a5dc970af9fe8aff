namespace OrleansSse;

/// <summary>Events that a reader asked for and that no longer exist. Reading goes on with <see cref="FirstKept"/>.</summary>
/// <param name="After">The position after which the reader asked to read.</param>
/// <param name="FirstKept">The first event that history keeps, or, when it keeps none, the id that the next event will have.</param>
/// <param name="Last">The last event of the stream.</param>
/// <param name="IsDeletion">True if the stream was deleted since; otherwise retention, or a loss, took them.</param>
[GenerateSerializer, Immutable, Alias("OrleansSse.StreamGap")]
public sealed record StreamGap(
    [property: Id(0)] StreamPosition After,
    [property: Id(1)] StreamPosition FirstKept,
    [property: Id(2)] StreamPosition Last,
    [property: Id(3)] bool IsDeletion = false)
{
    /// <summary>The position just before <see cref="FirstKept"/>: whoever reads after it misses nothing more.</summary>
    public StreamPosition End => FirstKept with { Sequence = FirstKept.Sequence - 1 };
}
