namespace OrleansSse;

/// <summary>What became of a publish.</summary>
/// <param name="Outcome">Whether its events are in the stream.</param>
/// <param name="First">The id of its first event; on a mismatch, the stream's last event.</param>
/// <param name="Last">The id of its last event; on a mismatch, the stream's last event.</param>
[GenerateSerializer, Immutable, Alias("OrleansSse.PublishResult")]
public sealed record PublishResult(
    [property: Id(0)] PublishOutcome Outcome,
    [property: Id(1)] StreamPosition First,
    [property: Id(2)] StreamPosition Last)
{
    /// <summary>How many events the publish put into the stream, now or when it was first made.</summary>
    public long Count => Outcome == PublishOutcome.UnexpectedLast ? 0 : Last.Sequence - First.Sequence + 1;
}
