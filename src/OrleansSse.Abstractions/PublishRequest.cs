namespace OrleansSse;

/// <summary>Events to append together: all or none, with consecutive ids.</summary>
/// <param name="Events">At least one.</param>
/// <param name="IdempotencyKey">
/// 1–128 characters, kept with the events in history: a publish with a key that is known appends nothing and returns the
/// ids that were given first.
/// </param>
/// <param name="ExpectedLast">Append only if this is the stream's last event; <see cref="StreamPosition.Origin"/>: only if it has none.</param>
/// <param name="KeyAge">
/// For how long the key has been in use, zero at the first attempt: older history is not searched for it, and if a retry finds that
/// history no longer reaches back so far, nobody can know whether the publish landed, and the outcome is reported as unknown.
/// Null for a key of unknown age.
/// </param>
/// <param name="Publisher">Tells publishers apart, among whom what may be pending is shared fairly; all that say 0 share one share.</param>
[GenerateSerializer, Immutable, Alias("OrleansSse.PublishRequest")]
public sealed record PublishRequest(
    [property: Id(0)] EventData[] Events,
    [property: Id(1)] string? IdempotencyKey = null,
    [property: Id(2)] StreamPosition? ExpectedLast = null,
    [property: Id(3)] TimeSpan? KeyAge = null,
    [property: Id(4)] long Publisher = 0)
{
    /// <summary>The most characters that an idempotency key may have.</summary>
    public const int MaxKeyLength = 128;
}
