using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OrleansSse.AspNetCore.Frames;

/// <summary>
/// Makes the frames of <c>envelope=json</c>: as the plain ones, but with <c>{"stream","id","type","time","data"}</c> as data, and a <c>"key"</c>
/// before it where there is one.
/// </summary>
/// <param name="stream">The stream of the events.</param>
/// <param name="output">Where the frames go, one after the other.</param>
internal sealed class EnvelopeEncoder(StreamName stream, IBufferWriter<byte> output) : IDisposable
{
    /// <summary>How times are written, in UTC to the millisecond.</summary>
    public const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private readonly Utf8JsonWriter _json = new(output, new()
    {
        // Whatever it leaves alone, it escapes CR and LF, so the envelope stays one line.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    });

    /// <summary>Writes the frame of an event.</summary>
    public void Write(StreamEvent streamEvent)
    {
        WriteHead(streamEvent);
        WriteEnvelope(streamEvent);
        output.Write("\n\n"u8);
    }

    /// <inheritdoc />
    public void Dispose() => _json.Dispose();

    private void WriteHead(StreamEvent streamEvent)
    {
        var count = FrameWriter.CountId(streamEvent.Id) + (streamEvent.Type is null ? 0 : FrameWriter.CountType(streamEvent.Type));
        var head = new FrameWriter(output.GetSpan(count));
        // The type goes first, so that the frame without it is the rest of the same bytes.
        if (streamEvent.Type is not null) head.WriteType(streamEvent.Type);
        head.WriteId(streamEvent.Id);
        output.Advance(head.Count);
        output.Write("data: "u8);
    }

    private void WriteEnvelope(StreamEvent streamEvent)
    {
        Span<byte> text = stackalloc byte[StreamPosition.MaxLength];

        _json.WriteStartObject();
        _json.WriteString("stream"u8, stream.ToString());
        streamEvent.Id.TryFormat(text, out var length);
        _json.WriteString("id"u8, text[..length]);
        _json.WriteString("type"u8, streamEvent.Type ?? "message");
        streamEvent.Time.TryFormat(text, out length, TimeFormat, CultureInfo.InvariantCulture);
        _json.WriteString("time"u8, text[..length]);
        if (streamEvent.Key is { } key) _json.WriteString("key"u8, key);
        _json.WriteString("data"u8, streamEvent.Data.Utf8.Span);
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
    }
}
