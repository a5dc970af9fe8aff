using System.Diagnostics.CodeAnalysis;

namespace OrleansSse.Client;

/// <summary>What became of a broadcast in one stream.</summary>
/// <param name="Stream">The stream's name, as it was given.</param>
/// <param name="Result">What the stream answered; null if it failed.</param>
/// <param name="Error">Why it failed; null if it did not.</param>
public sealed record BroadcastReport(string Stream, PublishResult? Result, EventStreamException? Error)
{
    /// <summary>True if the event is in the stream.</summary>
    [MemberNotNullWhen(true, nameof(Result))]
    public bool IsStored => Result is { Outcome: not PublishOutcome.UnexpectedLast };
}
