using System.Buffers.Binary;
using System.Globalization;

namespace OrleansSse.Load.Subscribers;

/// <summary>
/// What the data of an event says: <c>@</c>, 8 hexadecimal digits of sequence, 16 of the time, then x up to the size asked for.
/// </summary>
/// <param name="Sequence">0, 1, 2 … in each stream; of several publishers each has those that leave the same rest.</param>
/// <param name="SentAt">When it was published, on the monotonic clock.</param>
internal readonly record struct EventPayload(long Sequence, long SentAt)
{
    /// <summary>The least bytes of data.</summary>
    public const int MinSize = 1 + SequenceDigits + 16;

    /// <summary>The digits of the sequence.</summary>
    public const int SequenceDigits = 8;

    /// <summary>Writes it; what lies behind is filled.</summary>
    public void Write(Span<byte> data)
    {
        data[0] = (byte)'@';
        Sequence.TryFormat(data[1..], out _, "x8", CultureInfo.InvariantCulture);
        SentAt.TryFormat(data[9..], out _, "x16", CultureInfo.InvariantCulture);
        data[MinSize..].Fill((byte)'x');
    }

    /// <summary>Reads it from the beginning of data; false when it is not of this form.</summary>
    public static bool TryRead(ReadOnlySpan<byte> data, out EventPayload payload)
    {
        payload = default;
        if (data.Length < MinSize || data[0] != '@') return false;
        payload = new(Hexadecimal(data[1..]), (Hexadecimal(data[9..]) << 32) | Hexadecimal(data[17..]));
        return true;
    }

    /// <summary>Eight digits at once: a digit's low four bits are its value, to which a letter (bit 6) adds nine.</summary>
    private static long Hexadecimal(ReadOnlySpan<byte> digits)
    {
        var text = BinaryPrimitives.ReadUInt64BigEndian(digits);
        var nibbles = (text & 0x0f0f_0f0f_0f0f_0f0f) + (9 * ((text >> 6) & 0x0101_0101_0101_0101));
        var bytes = (nibbles | (nibbles >> 4)) & 0x00ff_00ff_00ff_00ff;
        var words = (bytes | (bytes >> 8)) & 0x0000_ffff_0000_ffff;
        return (long)((words | (words >> 16)) & 0xffff_ffff);
    }
}
