namespace OrleansSse;

/// <summary>What became of one of several publishes that were sent together: a result or an error.</summary>
/// <param name="Result">As <see cref="IEventStreamGrain.Publish"/> returns it; null if it would have failed.</param>
/// <param name="Error">What <see cref="IEventStreamGrain.Publish"/> would have failed with; null if there is a result.</param>
[GenerateSerializer, Immutable, Alias("OrleansSse.PublishReport")]
public sealed record PublishReport(
    [property: Id(0)] PublishResult? Result,
    [property: Id(1)] EventStreamException? Error);
