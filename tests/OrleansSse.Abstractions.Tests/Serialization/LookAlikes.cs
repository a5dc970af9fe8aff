namespace OrleansSse.Tests.Serialization;

/// <summary>Types of the same layout on the wire as the contract's, without its rules.</summary>
internal static class LookAlikes
{
    [GenerateSerializer]
    internal sealed record Data(
        [property: Id(0)] string? Type, [property: Id(1)] byte[]? Utf8, [property: Id(2)] string? Key = null, [property: Id(3)] long TtlMilliseconds = 0);

    [GenerateSerializer]
    internal sealed record Name([property: Id(0)] string? Value);

    [GenerateSerializer]
    internal readonly record struct Epoch([property: Id(0)] long Value);

    [GenerateSerializer]
    internal readonly record struct Position([property: Id(0)] long Epoch, [property: Id(1)] long Sequence);
}
