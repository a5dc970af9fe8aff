namespace OrleansSse;

/// <summary>What became of several publishes to a stream that were sent together, and how to send the next ones.</summary>
/// <param name="Reports">One for each publish, in their order.</param>
/// <param name="Entrance">Where the next ones are best sent by a client; null: to the grain.</param>
[GenerateSerializer, Immutable, Alias("OrleansSse.PublishReports")]
public sealed record PublishReports(
    [property: Id(0)] PublishReport[] Reports,
    [property: Id(1)] IStreamEntrance? Entrance = null);
