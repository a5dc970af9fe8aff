using System.Globalization;

namespace OrleansSse.Load.Scenarios.OrleansStreams;

/// <summary>An item of a stream: when it was published, its number, and padding, as text.</summary>
internal static class NumberedItem
{
    /// <summary>Characters before the padding.</summary>
    public const int HeadLength = 32;

    public static string Create(long number, string padding) =>
        string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetTimestamp():x16}{number:x16}{padding}");

    public static (long Published, long Number) Read(ReadOnlySpan<char> item) => (Parse(item[..16]), Parse(item[16..HeadLength]));

    private static long Parse(ReadOnlySpan<char> hex) => long.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
