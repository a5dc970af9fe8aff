namespace OrleansSse.Client;

/// <summary>Makes events of bytes for those who take a refusal as an exception.</summary>
internal static class EventDataText
{
    /// <summary>An event of UTF-8.</summary>
    /// <exception cref="ArgumentException">The bytes are not UTF-8, or the type cannot be one.</exception>
    public static EventData Create(ReadOnlySpan<byte> utf8, string? type) =>
        EventData.TryCreate(utf8, type, out var data, out var refusal) ? data : throw new ArgumentException(refusal);
}
