using System.Buffers.Binary;
using System.IO.Hashing;

namespace OrleansSse.FileStorage;

/// <summary>
/// The first 72 bytes of a record's file: magic and format version (8), checksum of all that follows it (8), bytes of
/// payload (8), ETag (16), identity of the record (32). Numbers are little-endian; the payload follows.
/// </summary>
internal static class RecordHeader
{
    public const int Size = 72;

    private const byte Version = 1;
    private const int ChecksumAt = 8;
    private const int LengthAt = 16;
    private const int ETagAt = 24;
    private const int IdentityAt = 40;

    private static ReadOnlySpan<byte> Magic => [0x89, (byte)'O', (byte)'S', (byte)'S', (byte)'E', (byte)'F', (byte)'S'];

    /// <summary>Writes the header of a record whose payload is in place.</summary>
    public static void Write(Span<byte> record, ReadOnlySpan<byte> identity, Guid etag)
    {
        Magic.CopyTo(record);
        record[Magic.Length] = Version;
        BinaryPrimitives.WriteInt64LittleEndian(record[LengthAt..], record.Length - Size);
        etag.TryWriteBytes(record[ETagAt..], bigEndian: true, out _);
        identity.CopyTo(record[IdentityAt..]);
        BinaryPrimitives.WriteUInt64LittleEndian(record[ChecksumAt..], Checksum(record));
    }

    public static Guid ETag(ReadOnlySpan<byte> header) => new(header.Slice(ETagAt, 16), bigEndian: true);

    /// <summary>Why a file that begins so is not the record asked for, as far as the header tells; null if it is.</summary>
    public static string? Refusal(ReadOnlySpan<byte> header, ReadOnlySpan<byte> identity, long fileLength)
    {
        if (header.Length < Size) return $"it ends after {header.Length} bytes, within its header";
        if (!header.StartsWith(Magic)) return "it does not begin as a record does";
        if (header[Magic.Length] != Version) return $"its format version is {header[Magic.Length]}, and this program knows only {Version}";

        var length = BinaryPrimitives.ReadInt64LittleEndian(header[LengthAt..]);
        if (length != fileLength - Size) return $"it has {fileLength - Size} bytes of payload where its header says {length}";
        return header[IdentityAt..Size].SequenceEqual(identity) ? null : "it is the record of another grain or state";
    }

    /// <summary>Why a whole record cannot be trusted; null if it can.</summary>
    public static string? Refusal(ReadOnlySpan<byte> record) =>
        BinaryPrimitives.ReadUInt64LittleEndian(record[ChecksumAt..]) == Checksum(record) ? null : "its checksum does not match its content";

    private static ulong Checksum(ReadOnlySpan<byte> record) => XxHash3.HashToUInt64(record[LengthAt..]);
}
