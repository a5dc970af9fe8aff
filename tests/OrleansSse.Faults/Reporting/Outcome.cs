using OrleansSse.Load.Checks;

namespace OrleansSse.Faults.Reporting;

/// <summary>What one fault did.</summary>
internal sealed record Outcome
{
    /// <summary>The fault's name.</summary>
    public required string Fault { get; init; }

    /// <summary>What was hit.</summary>
    public required string Target { get; init; }

    /// <summary>How many streams were hit.</summary>
    public required int Streams { get; init; }

    /// <summary>The longest time for which a publisher into a stream that was hit got no acknowledgement; null when none was hit.</summary>
    public required TimeSpan? PublisherPause { get; init; }

    /// <summary>The same for the other streams; null when all were hit.</summary>
    public required TimeSpan? OtherPublisherPause { get; init; }

    /// <summary>The longest time for which a subscriber saw no event.</summary>
    public required TimeSpan SubscriberPause { get; init; }

    /// <summary>How often an event was tried in vain, by what came of it.</summary>
    public required IReadOnlyDictionary<string, int> Failures { get; init; }

    /// <summary>How long after the break, or after its end where nothing can be had before, everybody went on.</summary>
    public required TimeSpan Recovered { get; init; }

    /// <summary>How long the last subscriber took to have all that was acknowledged, after the last publish.</summary>
    public required TimeSpan CaughtUp { get; init; }

    /// <summary>How many processes ended by themselves.</summary>
    public required int Exits { get; init; }

    /// <summary>What was broken for good, since the run began.</summary>
    public required BrokenPromises Broken { get; init; }
}
