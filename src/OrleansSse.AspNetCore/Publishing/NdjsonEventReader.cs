using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace OrleansSse.AspNetCore.Publishing;

/// <summary>
/// Reads <c>application/x-ndjson</c>: each line that is not blank is an event, <c>{"type":"note","data":"text"}</c>. A
/// string in <c>data</c> is its text, any other JSON its text as given; <c>type</c> may be missing or null.
/// </summary>
internal sealed class NdjsonEventReader(PipeReader body, ReadLimits limits)
    : LineEventReader(body, limits, LongestEscape * limits.EventBytes + Surroundings)
{
    /// <summary>What one byte of data can take in a line, as in <c>\u0000</c>.</summary>
    private const long LongestEscape = 6;

    private const int Surroundings = 1024;
    private const int LongestNameToRepeat = 64;

    /// <inheritdoc />
    protected override void TakeLine(ReadOnlySpan<byte> line)
    {
        if (!line.ContainsAnyExcept((byte)' ', (byte)'\t')) return;

        try
        {
            TakeObject(line);
        }
        catch (JsonException e)
        {
            Refuse(ErrorCodes.InvalidJson, $"A line must be one JSON object; this one is not valid JSON from byte {e.BytePositionInLine + 1} on.");
        }
        catch (InvalidOperationException)
        {
            // The line is UTF-8, so what cannot be read as a string is an escape.
            Refuse(ErrorCodes.InvalidUtf8, "A JSON string must be valid Unicode; an escape here is a lone surrogate.");
        }
    }

    private void TakeObject(ReadOnlySpan<byte> line)
    {
        var json = new Utf8JsonReader(line, JsonText.Options);
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            RefuseEvent("A line must be a JSON object, as in {\"type\":\"note\",\"data\":\"text\"}.");
            return;
        }

        string? type = null;
        var hasType = false;
        ReadOnlySpan<byte> data = default;

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (!hasType && json.ValueTextEquals("type"u8))
            {
                json.Read();
                if (json.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
                {
                    RefuseEvent("The member \"type\" must be a string or null.");
                    return;
                }

                type = json.GetString();
                hasType = true;
            }
            else if (data.IsEmpty && json.ValueTextEquals("data"u8))
            {
                json.Read();
                var start = (int)json.TokenStartIndex;
                json.Skip();
                data = line[start..(int)json.BytesConsumed];
            }
            else
            {
                var name = json.ValueSpan.Length > LongestNameToRepeat ? "…" : json.GetString();
                RefuseEvent($"An event has one member \"data\" and at most one \"type\", and no others; \"{name}\" is one too many.");
                return;
            }
        }

        // Nothing may follow the object.
        json.Read();

        if (data.IsEmpty)
        {
            RefuseEvent("An event must have a member \"data\".");
        }
        else if (data[0] == '"')
        {
            AddString(data, type);
        }
        else
        {
            Add(data, type);
        }
    }

    private void AddString(ReadOnlySpan<byte> quoted, string? type)
    {
        if (!quoted.Contains((byte)'\\'))
        {
            Add(quoted[1..^1], type);
            return;
        }

        var text = ArrayPool<byte>.Shared.Rent(quoted.Length);
        try
        {
            var json = new Utf8JsonReader(quoted);
            json.Read();
            Add(text.AsSpan(0, json.CopyString(text)), type);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }

    private void RefuseEvent(string message) => Refuse(ErrorCodes.InvalidEvent, message);
}
