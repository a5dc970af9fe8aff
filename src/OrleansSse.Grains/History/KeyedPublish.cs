namespace OrleansSse.Grains.History;

/// <summary>The idempotency key of a publish, kept in the record that holds the publish's last event.</summary>
/// <param name="Key">The publisher's key.</param>
/// <param name="First">The sequence of the publish's first event.</param>
/// <param name="Count">How many events it appended.</param>
/// <param name="ContentHash">XxHash3 of the events, by which another publish under the same key is told from a retry.</param>
[GenerateSerializer, Immutable, Alias("OrleansSse.KeyedPublish")]
internal sealed record KeyedPublish(
    [property: Id(0)] string Key,
    [property: Id(1)] long First,
    [property: Id(2)] int Count,
    [property: Id(3)] ulong ContentHash)
{
    public long Last => First + Count - 1;
}
