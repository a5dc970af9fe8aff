namespace OrleansSse.Client;

/// <summary>What a publisher may ask for besides.</summary>
public sealed record PublishOptions
{
    /// <summary>
    /// 1–128 characters, kept with the events for as long as history keeps them: a publish under a key that the stream knows appends
    /// nothing and returns the ids that were given first. Null: a key is made, which the retries of this one call share.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>For how long <see cref="IdempotencyKey"/> has been in use, zero at the first attempt; null if nobody knows.</summary>
    public TimeSpan? KeyAge { get; init; }

    /// <summary>
    /// Append only if this is the stream's last event, <see cref="StreamPosition.Origin"/>: only if it has none; otherwise the outcome is
    /// <see cref="PublishOutcome.UnexpectedLast"/>. Null: append in any case.
    /// </summary>
    public StreamPosition? ExpectedLast { get; init; }
}
