using System.Buffers.Text;
using System.Numerics;

namespace OrleansSse.AspNetCore.Frames;

/// <summary>The chunks in which HTTP/1.1 sends a body whose length is not known (RFC 9112, 7.1).</summary>
internal static class ChunkCoding
{
    private const int LineEnd = 2;

    /// <summary>Ends the body.</summary>
    public static ReadOnlyMemory<byte> End { get; } = "0\r\n\r\n"u8.ToArray();

    /// <summary>The bytes of a chunk with so many bytes in it.</summary>
    public static int GetByteCount(int length) => PrefixOf(length) + length + LineEnd;

    /// <summary>Writes what goes around bytes, and gives the room for these.</summary>
    /// <param name="destination">All of the chunk, of <see cref="GetByteCount"/> bytes.</param>
    /// <param name="length">How many bytes are to be in it.</param>
    public static Span<byte> Frame(Span<byte> destination, int length)
    {
        Utf8Formatter.TryFormat(length, destination, out var digits, 'x');
        "\r\n"u8.CopyTo(destination[digits..]);
        "\r\n"u8.CopyTo(destination[(digits + LineEnd + length)..]);
        return destination.Slice(digits + LineEnd, length);
    }

    /// <summary>Bytes as a chunk.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> bytes)
    {
        var chunk = new byte[GetByteCount(bytes.Length)];
        bytes.CopyTo(Frame(chunk, bytes.Length));
        return chunk;
    }

    /// <summary>What is in a chunk.</summary>
    public static ReadOnlyMemory<byte> Body(ReadOnlyMemory<byte> chunk) => chunk[(chunk.Span.IndexOf((byte)'\n') + 1)..^LineEnd];

    private static int PrefixOf(int length) => (BitOperations.Log2((uint)length | 1) / 4) + 1 + LineEnd;
}
