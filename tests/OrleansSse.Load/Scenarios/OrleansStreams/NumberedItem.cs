using System.Buffers.Binary;
using System.Globalization;

namespace OrleansSse.Load.Scenarios.OrleansStreams;

/// <summary>An item of a stream: when it was published, its number, and padding, as text.</summary>
internal static class NumberedItem
{
    /// <summary>Characters before the padding.</summary>
    public const int HeadLength = 32;

    public static string Create(long number, string padding) => string.Create(HeadLength + padding.Length, (number, padding), static (text, item) =>
    {
        Span<byte> head = stackalloc byte[HeadLength / 2];
        BinaryPrimitives.WriteInt64BigEndian(head, TimeProvider.System.GetTimestamp());
        BinaryPrimitives.WriteInt64BigEndian(head[sizeof(long)..], item.number);
        Convert.TryToHexStringLower(head, text, out _);
        item.padding.CopyTo(text[HeadLength..]);
    });

    public static (long Published, long Number) Read(ReadOnlySpan<char> item) => (Parse(item[..16]), Parse(item[16..HeadLength]));

    private static long Parse(ReadOnlySpan<char> hex) => long.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
