using OrleansSse.Load.Http;

namespace OrleansSse.Load.Checks;

/// <summary>An event that the gateway says is stored.</summary>
/// <param name="Id">The id that it was given.</param>
/// <param name="Tag">The tag of its data.</param>
internal readonly record struct AcknowledgedEvent(StreamPosition Id, long Tag)
{
    /// <summary>The events of a batch.</summary>
    /// <exception cref="RunFailedException">Not exactly they were acknowledged.</exception>
    public static IEnumerable<AcknowledgedEvent> Of(Acknowledgement acknowledgement, IReadOnlyCollection<int> tags)
    {
        var (first, last, count) = acknowledgement;
        if (count != tags.Count || last != first with { Sequence = first.Sequence + count - 1 })
            throw new RunFailedException($"A batch of {tags.Count} events was acknowledged as {count} events, {first} to {last}.");
        return tags.Select((tag, i) => new AcknowledgedEvent(first with { Sequence = first.Sequence + i }, tag));
    }
}
