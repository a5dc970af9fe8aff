using System.Globalization;
using OrleansSse.Load.Subscribers;

namespace OrleansSse.Load.Checks;

/// <summary>Event data that tells events apart: 16 hexadecimal digits, the tag, then dots up to the size asked for.</summary>
internal static class TaggedData
{
    /// <summary>The least bytes that tagged data has.</summary>
    public const int MinSize = 16;

    /// <summary>Data of a size in bytes with a tag.</summary>
    public static string Create(long tag, int size) => tag.ToString("x16", CultureInfo.InvariantCulture).PadRight(size, '.');

    /// <summary>The tag of data, or the sequence of an <see cref="EventPayload"/>; null when it has none.</summary>
    public static long? TagOf(ReadOnlySpan<char> data) =>
        data is ['@', ..] ? NumberIn(data[1..], EventPayload.SequenceDigits) : NumberIn(data, MinSize);

    private static long? NumberIn(ReadOnlySpan<char> data, int digits) =>
        data.Length >= digits
        && long.TryParse(data[..digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var tag)
            ? tag
            : null;
}
