namespace OrleansSse;

/// <summary>Events that a reader asked for no longer exist. Who reads on after <see cref="StreamGap.End"/> misses nothing more.</summary>
[GenerateSerializer, Alias("OrleansSse.StreamGapException")]
public sealed class StreamGapException(StreamGap gap) : EventStreamException(
    gap.IsDeletion ? ErrorCodes.Deleted : ErrorCodes.Gap,
    $"{(gap.IsDeletion ? "The stream was deleted: events" : "Events")} after {gap.After} no longer exist; the stream goes on with {gap.FirstKept}.")
{
    /// <summary>What is missing.</summary>
    [Id(0)]
    public StreamGap Gap { get; private set; } = gap;
}
