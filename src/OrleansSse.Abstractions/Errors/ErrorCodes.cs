namespace OrleansSse;

/// <summary>The stable codes of errors, the same in exceptions, problem details and <c>error</c> events.</summary>
public static class ErrorCodes
{
    /// <summary>A stream name breaks the rule.</summary>
    public const string InvalidStreamName = "invalid_stream_name";

    /// <summary>An event is larger than the limit.</summary>
    public const string EventTooLarge = "event_too_large";

    /// <summary>A batch has too many events or bytes.</summary>
    public const string BatchTooLarge = "batch_too_large";

    /// <summary>A batch has no events.</summary>
    public const string EmptyBatch = "empty_batch";

    /// <summary>An idempotency key is empty or too long.</summary>
    public const string InvalidIdempotencyKey = "invalid_idempotency_key";

    /// <summary>An idempotency key was used before, with other events.</summary>
    public const string IdempotencyKeyReused = "idempotency_key_reused";

    /// <summary>A bound of a retention is out of range.</summary>
    public const string InvalidRetention = "invalid_retention";

    /// <summary>Too much is pending.</summary>
    public const string Overloaded = "overloaded";

    /// <summary>The stream cannot be reached at the moment; nothing was changed.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>Whether a change was made is not known.</summary>
    public const string OutcomeUnknown = "outcome_unknown";

    /// <summary>Events that were asked for no longer exist.</summary>
    public const string Gap = "gap";
}
