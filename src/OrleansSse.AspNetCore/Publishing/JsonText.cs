using System.Text.Json;

namespace OrleansSse.AspNetCore.Publishing;

/// <summary>JSON as publishers may send it.</summary>
internal static class JsonText
{
    /// <summary>JSON as the standard has it: no comments, no trailing commas, and any depth.</summary>
    public static JsonReaderOptions Options { get; } = new() { MaxDepth = int.MaxValue };

    /// <summary>Why a text is not one JSON value; null if it is.</summary>
    public static string? Refusal(ReadOnlySpan<byte> utf8)
    {
        var json = new Utf8JsonReader(utf8, Options);
        try
        {
            while (json.Read())
            {
            }

            return null;
        }
        catch (JsonException e)
        {
            return $"The body must be valid JSON; it is not from line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} on.";
        }
    }
}
