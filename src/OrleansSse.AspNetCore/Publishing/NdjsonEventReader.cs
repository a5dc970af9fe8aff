using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace OrleansSse.AspNetCore.Publishing;

/// <summary>
/// Reads <c>application/x-ndjson</c>: each line that is not blank is an event, <c>{"type":"note","data":"text"}</c>. A
/// string in <c>data</c> is its text, any other JSON its text as given; <c>type</c>, <c>key</c> and <c>ttl</c> (seconds) may be missing or null.
/// </summary>
internal sealed class NdjsonEventReader(PipeReader body, ReadLimits limits, EventFields fields = default)
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

        var said = fields with { Type = null };
        var members = Members.None;
        ReadOnlySpan<byte> data = default;
        while (Refusal is null && json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var member = MemberOf(json);
            if (member == Members.None || (members & member) != 0)
            {
                var name = json.ValueSpan.Length > LongestNameToRepeat ? "…" : json.GetString();
                RefuseEvent($"An event has one member \"data\" and at most one \"type\", \"key\" and \"ttl\", and no others; \"{name}\" is one too many.");
                return;
            }

            members |= member;
            json.Read();
            if (member == Members.Data)
            {
                var start = (int)json.TokenStartIndex;
                json.Skip();
                data = line[start..(int)json.BytesConsumed];
            }
            else
            {
                said = Take(member, ref json, said);
            }
        }

        if (Refusal is not null) return;

        // Nothing may follow the object.
        json.Read();

        if (data.IsEmpty)
        {
            RefuseEvent("An event must have a member \"data\".");
        }
        else if (data[0] == '"')
        {
            AddString(data, said);
        }
        else
        {
            Add(data, said);
        }
    }

    private static Members MemberOf(in Utf8JsonReader json) =>
        json.ValueTextEquals("data"u8) ? Members.Data
        : json.ValueTextEquals("type"u8) ? Members.Type
        : json.ValueTextEquals("key"u8) ? Members.Key
        : json.ValueTextEquals("ttl"u8) ? Members.Ttl
        : Members.None;

    // Null says as much as nothing.
    private EventFields Take(Members member, ref Utf8JsonReader json, EventFields said)
    {
        if (json.TokenType == JsonTokenType.Null) return said;
        switch (member)
        {
            case Members.Type when json.TokenType == JsonTokenType.String:
                return said with { Type = json.GetString() };

            case Members.Type:
                RefuseEvent("The member \"type\" must be a string or null.");
                return said;

            case Members.Key when json.TokenType == JsonTokenType.String:
                var key = json.GetString();
                if (EventData.KeyRefusal(key) is not { } refusal) return said with { Key = key };
                Refuse(ErrorCodes.InvalidEventKey, refusal);
                return said;

            case Members.Key:
                RefuseEvent("The member \"key\" must be a string or null.");
                return said;

            case Members.Ttl when json.TokenType == JsonTokenType.Number && json.TryGetDecimal(out var seconds) && TtlSeconds.TryConvert(seconds, out var ttl):
                return said with { Ttl = ttl };

            default:
                Refuse(ErrorCodes.InvalidTtl, $"The member \"ttl\" {TtlSeconds.Understood}.");
                return said;
        }
    }

    private void AddString(ReadOnlySpan<byte> quoted, EventFields said)
    {
        if (!quoted.Contains((byte)'\\'))
        {
            Add(quoted[1..^1], said);
            return;
        }

        var text = ArrayPool<byte>.Shared.Rent(quoted.Length);
        try
        {
            var json = new Utf8JsonReader(quoted);
            json.Read();
            Add(text.AsSpan(0, json.CopyString(text)), said);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }

    private void RefuseEvent(string message) => Refuse(ErrorCodes.InvalidEvent, message);

    [Flags]
    private enum Members
    {
        None = 0,
        Data = 1,
        Type = 2,
        Key = 4,
        Ttl = 8,
    }
}
