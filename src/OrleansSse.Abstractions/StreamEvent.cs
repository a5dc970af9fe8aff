namespace OrleansSse;

/// <summary>An event with its place in a stream. Immutable, so one instance serves every reader of a process.</summary>
/// <param name="Id">The event id.</param>
/// <param name="UnixMilliseconds">When the stream accepted it; never earlier than the event before it.</param>
/// <param name="Data">What the publisher said.</param>
[Immutable, Alias("OrleansSse.StreamEvent")]
public sealed record StreamEvent(
    StreamPosition Id,
    long UnixMilliseconds,
    EventData Data)
{
    /// <summary>The type; null for <c>message</c>.</summary>
    public string? Type => Data.Type;

    /// <summary>When the stream accepted it, to the millisecond.</summary>
    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds(UnixMilliseconds);

    /// <summary>The key; null for none.</summary>
    public string? Key => Data.Key;

    /// <summary>
    /// From when on the event is not to be shown, in Unix milliseconds; <see cref="long.MaxValue"/> for an event without a
    /// <see cref="EventData.Ttl"/>. History keeps it all the same: whoever shows events has to look, by its own clock.
    /// </summary>
    public long ExpiresUnixMilliseconds => Data.TtlMilliseconds == 0 ? long.MaxValue : UnixMilliseconds + Data.TtlMilliseconds;

    /// <summary>True once the event is not to be shown any more. Asks for the time only if it matters.</summary>
    public bool IsExpired(TimeProvider time) =>
        ExpiresUnixMilliseconds is < long.MaxValue and var expires && time.GetUtcNow().ToUnixTimeMilliseconds() >= expires;
}
