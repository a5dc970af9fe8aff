using System.Buffers.Text;
using System.Text;

namespace OrleansSse.Load.Http;

/// <summary>An HTTP/1.1 response.</summary>
internal readonly ref struct HttpReply(int status, ReadOnlySpan<byte> body)
{
    /// <summary>The status code.</summary>
    public int Status { get; } = status;

    /// <summary>The body; valid until the connection receives again.</summary>
    public ReadOnlySpan<byte> Body { get; } = body;

    /// <summary>Reads a response once all of it is there. A chunked body is put together in place.</summary>
    /// <param name="received">What has been received since the request was sent: one is in flight at a time.</param>
    /// <param name="reply">The response.</param>
    public static bool TryParse(Span<byte> received, out HttpReply reply)
    {
        reply = default;
        var headLength = received.IndexOf("\r\n\r\n"u8);
        if (headLength < 0) return false;

        var head = received[..headLength];
        var body = received[(headLength + 4)..];
        var status = Number(head["HTTP/1.1 ".Length..]);
        if (Header(head, "Content-Length"u8) is { IsEmpty: false } length)
        {
            if (body.Length < Number(length)) return false;
        }
        else if (Header(head, "Transfer-Encoding"u8).SequenceEqual("chunked"u8))
        {
            if (!body.EndsWith("0\r\n\r\n"u8)) return false;
            body = body[..JoinChunks(body)];
        }

        reply = new(status, body);
        return true;
    }

    private static ReadOnlySpan<byte> Header(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name)
    {
        foreach (var range in head.Split("\r\n"u8))
        {
            var line = head[range];
            var colon = line.IndexOf((byte)':');
            if (colon == name.Length && Ascii.EqualsIgnoreCase(line[..colon], name)) return line[(colon + 1)..].Trim((byte)' ');
        }

        return default;
    }

    private static int Number(ReadOnlySpan<byte> digits) => Utf8Parser.TryParse(digits, out int number, out _)
        ? number
        : throw new IOException($"The response is not HTTP: there is no number where '{Encoding.Latin1.GetString(digits)}' is.");

    private static int JoinChunks(Span<byte> body)
    {
        var joined = 0;
        for (var rest = body; Utf8Parser.TryParse(rest, out int size, out var digits, 'x') && size > 0;)
        {
            var chunk = rest[(digits + 2)..];
            chunk[..size].CopyTo(body[joined..]);
            joined += size;
            rest = chunk[(size + 2)..];
        }

        return joined;
    }
}
