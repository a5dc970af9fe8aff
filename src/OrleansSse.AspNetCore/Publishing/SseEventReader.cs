using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace OrleansSse.AspNetCore.Publishing;

/// <summary>
/// Reads <c>text/event-stream</c> as the standard has it (WHATWG HTML, 9.2.6), of the fields <c>event</c> and <c>data</c>; the
/// standard has no others that a publisher could want, so a key and a time are those that the address gives to all events.
/// Where a subscriber would drop an event without the empty line at its end, this refuses it: nothing is lost in silence.
/// </summary>
internal sealed class SseEventReader(PipeReader body, ReadLimits limits, EventFields fields = default)
    : LineEventReader(body, limits, limits.EventBytes + Surroundings)
{
    private const long Surroundings = 1024;

    private readonly ArrayBufferWriter<byte> _data = new();
    private string? _type;

    /// <inheritdoc />
    protected override void TakeLine(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
        {
            EndEvent();
            return;
        }

        var colon = line.IndexOf((byte)':');
        var field = colon < 0 ? line : line[..colon];
        var value = colon < 0 ? default : line[(colon + 1)..];
        if (value.StartsWith(" "u8)) value = value[1..];

        if (field.SequenceEqual("data"u8))
        {
            AddData(value);
        }
        else if (field.SequenceEqual("event"u8))
        {
            _type = Encoding.UTF8.GetString(value);
        }
    }

    /// <inheritdoc />
    protected override void TakeEnd()
    {
        if (_data.WrittenCount > 0)
        {
            Refuse(ErrorCodes.IncompleteEvent, "The body ends within an event: put an empty line after each event, also the last.");
        }
    }

    private void AddData(ReadOnlySpan<byte> value)
    {
        if (_data.WrittenCount + value.Length > Limits.EventBytes)
        {
            RefuseSize();
            return;
        }

        _data.Write(value);
        _data.Write("\n"u8);
    }

    private void EndEvent()
    {
        // Every data line has left an LF, of which the last is none of the data.
        if (_data.WrittenCount > 0) Add(_data.WrittenSpan[..^1], fields with { Type = _type });
        _data.ResetWrittenCount();
        _type = null;
    }
}
