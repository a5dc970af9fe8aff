using System.Diagnostics;
using System.Text;

namespace OrleansSse.AspNetCore.Frames;

/// <summary>Writes the lines of a frame to a span that has room for them.</summary>
internal ref struct FrameWriter(Span<byte> destination)
{
    private const byte CarriageReturn = (byte)'\r';
    private const byte LineFeed = (byte)'\n';

    private readonly Span<byte> _destination = destination;

    /// <summary>Bytes written so far.</summary>
    public int Count { get; private set; }

    /// <summary>What the <c>id</c> line takes.</summary>
    public static int CountId(StreamPosition id)
    {
        Span<byte> text = stackalloc byte[StreamPosition.MaxLength];
        var formatted = id.TryFormat(text, out var length);
        Debug.Assert(formatted, "A position fits its announced length.");
        return "id: \n"u8.Length + length;
    }

    /// <summary>What the <c>event</c> line takes.</summary>
    public static int CountType(string type) => "event: \n"u8.Length + Encoding.UTF8.GetByteCount(type);

    /// <summary>What the <c>data</c> lines take.</summary>
    public static int CountData(ReadOnlySpan<byte> data)
    {
        var lineFeeds = data.Count(LineFeed);
        var carriageReturns = data.Count(CarriageReturn);
        var pairs = carriageReturns == 0 ? 0 : data.Count("\r\n"u8);
        var lines = 1 + lineFeeds + carriageReturns - pairs;
        return lines * "data: \n"u8.Length + data.Length - lineFeeds - carriageReturns;
    }

    /// <summary>Writes the <c>id</c> line.</summary>
    public void WriteId(StreamPosition id)
    {
        Append("id: "u8);
        var fits = id.TryFormat(_destination[Count..], out var length);
        Debug.Assert(fits, "The caller made room.");
        Count += length;
        EndLine();
    }

    /// <summary>Writes the <c>event</c> line.</summary>
    public void WriteType(string type)
    {
        Append("event: "u8);
        Count += Encoding.UTF8.GetBytes(type, _destination[Count..]);
        EndLine();
    }

    /// <summary>Writes one <c>data</c> line for each line of the data: CR, LF and CRLF each end one, nothing else does.</summary>
    public void WriteData(ReadOnlySpan<byte> data)
    {
        for (var end = data.IndexOfAny(CarriageReturn, LineFeed); end >= 0; end = data.IndexOfAny(CarriageReturn, LineFeed))
        {
            WriteDataLine(data[..end]);
            data = data[end..];
            data = data[(data.StartsWith("\r\n"u8) ? 2 : 1)..];
        }

        WriteDataLine(data);
    }

    /// <summary>Writes a line end: of a line begun elsewhere, or, as an empty line, of the frame.</summary>
    public void EndLine() => _destination[Count++] = LineFeed;

    private void WriteDataLine(ReadOnlySpan<byte> line)
    {
        // The space is always there, so that a reader that strips one leaves a space that the data begins with.
        Append("data: "u8);
        Append(line);
        EndLine();
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_destination[Count..]);
        Count += text.Length;
    }
}
