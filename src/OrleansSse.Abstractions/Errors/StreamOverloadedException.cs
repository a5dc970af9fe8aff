namespace OrleansSse;

/// <summary>More is pending on the stream than may be; nothing was stored.</summary>
[GenerateSerializer, Alias("OrleansSse.StreamOverloadedException")]
public sealed class StreamOverloadedException(string message, TimeSpan retryAfter)
    : EventStreamException(ErrorCodes.Overloaded, message)
{
    /// <summary>When to try again.</summary>
    [Id(0)]
    public TimeSpan RetryAfter { get; private set; } = retryAfter;
}
