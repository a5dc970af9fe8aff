using System.Numerics;
using System.Security.Cryptography;

namespace OrleansSse;

/// <summary>
/// One life of a stream: 8 characters of <c>[0-9a-z]</c>, new whenever the stream starts with no history.
/// The default value, <c>00000000</c>, is the origin: the time before a stream's first event.
/// </summary>
[Immutable, Alias("OrleansSse.StreamEpoch")]
public readonly record struct StreamEpoch
{
    /// <summary>Characters in the text of an epoch.</summary>
    public const int Length = 8;

    private const long Count = 36L * 36 * 36 * 36 * 36 * 36 * 36 * 36;

    private readonly long _value;

    internal StreamEpoch(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(value, Count);
        _value = value;
    }

    internal long Value => _value;

    /// <summary>True for the default value, which no stream with events has.</summary>
    public bool IsOrigin => _value == 0;

    /// <summary>A random epoch, never the origin.</summary>
    public static StreamEpoch New()
    {
        Span<byte> random = stackalloc byte[8];
        RandomNumberGenerator.Fill(random);
        return new(1 + (long)(BitConverter.ToUInt64(random) % (ulong)(Count - 1)));
    }

    /// <summary>Parses exactly 8 characters of <c>[0-9a-z]</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out StreamEpoch epoch)
    {
        epoch = default;
        if (text.Length != Length) return false;

        var value = 0L;
        foreach (var c in text)
        {
            var digit = c switch
            {
                >= '0' and <= '9' => c - '0',
                >= 'a' and <= 'z' => c - 'a' + 10,
                _ => -1,
            };
            if (digit < 0) return false;
            value = value * 36 + digit;
        }

        epoch = new(value);
        return true;
    }

    /// <inheritdoc />
    public override string ToString() =>
        string.Create(Length, this, static (text, epoch) => epoch.Format(text));

    /// <summary>Writes the 8 characters, as UTF-16 or as UTF-8.</summary>
    internal void Format<T>(Span<T> text)
        where T : unmanaged, IBinaryInteger<T>
    {
        var rest = (ulong)_value;
        for (var i = Length - 1; i >= 0; i--)
        {
            (rest, var digit) = Math.DivRem(rest, 36);
            text[i] = T.CreateTruncating("0123456789abcdefghijklmnopqrstuvwxyz"u8[(int)digit]);
        }
    }
}
