using System.Buffers;
using System.Text;

namespace OrleansSse.AspNetCore.Tests.DirectPublishing;

/// <summary>Requests as clients send them. Each character is a byte, so that any byte can be written down.</summary>
internal static class RequestBytes
{
    public const string Line = "POST /streams/a/events HTTP/1.1\r\n";
    public const string Host = "Host: x\r\n";
    public const string TextPlain = "Content-Type: text/plain\r\n";

    /// <summary>A plain publish.</summary>
    public static string Publish(string data, string stream = "a") =>
        $"POST /streams/{stream}/events HTTP/1.1\r\n{Host}{TextPlain}Content-Length: {data.Length}\r\n\r\n{data}";

    public static ReadOnlySequence<byte> Of(string text) => new(Encoding.Latin1.GetBytes(text));

    /// <summary>The same in pieces, each in memory of its own.</summary>
    public static ReadOnlySequence<byte> Of(string text, params int[] cuts)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        var first = new Piece(bytes[..cuts[0]], 0);
        var last = first;
        foreach (var (start, end) in cuts.Zip([.. cuts.Skip(1), bytes.Length])) last = last.Add(bytes[start..end]);
        return new(first, 0, last, last.Memory.Length);
    }

    public static string Text(this in ReadOnlySequence<byte> bytes) => Encoding.Latin1.GetString(bytes);

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(byte[] bytes, long before) => (Memory, RunningIndex) = (bytes, before);

        public Piece Add(byte[] bytes)
        {
            var next = new Piece(bytes, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
