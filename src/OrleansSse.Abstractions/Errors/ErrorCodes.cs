namespace OrleansSse;

/// <summary>The stable codes of errors, the same in exceptions, problem details and <c>error</c> events.</summary>
public static class ErrorCodes
{
    /// <summary>A stream name breaks the rule.</summary>
    public const string InvalidStreamName = "invalid_stream_name";

    /// <summary>What is claimed to be JSON is not.</summary>
    public const string InvalidJson = "invalid_json";

    /// <summary>A text is not valid UTF-8, or has a lone surrogate.</summary>
    public const string InvalidUtf8 = "invalid_utf8";

    /// <summary>An event type has a CR, LF or NUL, or is too long.</summary>
    public const string InvalidEventType = "invalid_event_type";

    /// <summary>An event's key is empty or too long, or has a CR, LF or NUL.</summary>
    public const string InvalidEventKey = "invalid_event_key";

    /// <summary>An event's ttl is no time, or too short or too long.</summary>
    public const string InvalidTtl = "invalid_ttl";

    /// <summary>A JSON text is well-formed but does not say an event.</summary>
    public const string InvalidEvent = "invalid_event";

    /// <summary>A body ends before its last event does.</summary>
    public const string IncompleteEvent = "incomplete_event";

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

    /// <summary>The stream is completed and takes no more events.</summary>
    public const string StreamCompleted = "stream_completed";

    /// <summary>Too much is pending.</summary>
    public const string Overloaded = "overloaded";

    /// <summary>The stream cannot be reached at the moment; nothing was changed.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>Whether a change was made is not known.</summary>
    public const string OutcomeUnknown = "outcome_unknown";

    /// <summary>A value cannot be written as an event, or an event cannot be read as a value.</summary>
    public const string Unserializable = "unserializable";

    /// <summary>A sequence token of Orleans Streams is not one of an event stream.</summary>
    public const string InvalidSequenceToken = "invalid_sequence_token";

    /// <summary>Events that were asked for no longer exist.</summary>
    public const string Gap = "gap";

    /// <summary>The stream was deleted, and its events with it.</summary>
    public const string Deleted = "deleted";
}
