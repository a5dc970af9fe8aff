using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace OrleansSse;

/// <summary>
/// An event id, <c>{epoch}-{sequence}</c>, and as such a place in a stream: just after that event.
/// Sequences count 1, 2, 3 … without holes inside an epoch; sequence 0 is the place before the first event.
/// The text has only <c>[0-9a-z-]</c>, so a cross-origin <c>Last-Event-ID</c> needs no preflight.
/// </summary>
/// <param name="Epoch">The life of the stream to which the sequence belongs.</param>
/// <param name="Sequence">The event's number in its epoch, from 1; 0 before the first.</param>
[Immutable, Alias("OrleansSse.StreamPosition")]
public readonly record struct StreamPosition(StreamEpoch Epoch, long Sequence) : IParsable<StreamPosition>
{
    /// <summary>The most characters that the text of a position has.</summary>
    public const int MaxLength = StreamEpoch.Length + 1 + 19;

    /// <summary>The event's number in its epoch, from 1; 0 before the first.</summary>
    public long Sequence { get; init => field = NotNegative(value); } = NotNegative(Sequence);

    /// <summary><c>00000000-0</c>: before the first event of a stream that has none yet; it means "from its first event on".</summary>
    public static StreamPosition Origin => default;

    /// <summary>True for <see cref="Origin"/>.</summary>
    public bool IsOrigin => Epoch.IsOrigin && Sequence == 0;

    /// <summary>The position of the event after this one.</summary>
    public StreamPosition Next() => this with { Sequence = Sequence + 1 };

    /// <summary>Parses <c>{epoch}-{sequence}</c> in its one canonical form (no sign, no leading zeros).</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out StreamPosition position)
    {
        position = default;
        if (text.Length is < StreamEpoch.Length + 2 or > MaxLength) return false;
        if (text[StreamEpoch.Length] != '-') return false;
        if (!StreamEpoch.TryParse(text[..StreamEpoch.Length], out var epoch)) return false;

        var digits = text[(StreamEpoch.Length + 1)..];
        if (digits.Length > 1 && digits[0] == '0') return false;

        // The platform's parser lets NULs trail.
        if (digits.ContainsAnyExceptInRange('0', '9')) return false;
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)) return false;

        // What a subscriber sends must not overflow in Next.
        if (sequence == long.MaxValue) return false;

        position = new(epoch, sequence);
        return true;
    }

    /// <inheritdoc />
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out StreamPosition result) =>
        TryParse(s.AsSpan(), out result);

    /// <summary>Parses an event id.</summary>
    /// <exception cref="FormatException">The text is not an event id.</exception>
    public static StreamPosition Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s.AsSpan(), out var position)
            ? position
            : throw new FormatException("An event id is 8 characters of [0-9a-z], '-', and a decimal sequence, as in k3x9f2ab-17.");

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}-{Sequence}");

    /// <summary>Writes the text as UTF-8; false when the destination is too short.</summary>
    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten)
    {
        bytesWritten = 0;
        if (utf8Destination.Length <= StreamEpoch.Length + 1) return false;
        Epoch.Format(utf8Destination[..StreamEpoch.Length]);
        utf8Destination[StreamEpoch.Length] = (byte)'-';
        if (!Utf8Formatter.TryFormat(Sequence, utf8Destination[(StreamEpoch.Length + 1)..], out var digits)) return false;
        bytesWritten = StreamEpoch.Length + 1 + digits;
        return true;
    }

    private static long NotNegative(long sequence)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sequence);
        return sequence;
    }
}
