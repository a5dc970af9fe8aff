namespace OrleansSse.Client;

/// <summary>Finds streams by names that are text yet.</summary>
public static class EventStreamsExtensions
{
    /// <summary>A stream. This calls nothing and makes nothing: a stream begins with its first event.</summary>
    /// <param name="streams">The cluster's streams.</param>
    /// <param name="name">The stream's name.</param>
    /// <exception cref="InvalidStreamNameException">The name breaks the rule; the message says how.</exception>
    public static IEventStreamClient GetStream(this IEventStreams streams, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return StreamName.TryParse(name, out var parsed, out var refusal) ? streams.GetStream(parsed) : throw new InvalidStreamNameException(refusal);
    }
}
