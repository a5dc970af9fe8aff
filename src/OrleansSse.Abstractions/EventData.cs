using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace OrleansSse;

/// <summary>
/// What a publisher says: the data, and optionally a type, a key and for how long it is worth showing. An instance is always valid: the
/// data is UTF-8, the type and the key have no CR, LF or NUL. Key and time go with <c>with</c>: <c>new EventData("9 °C") with { Key = "Oslo" }</c>.
/// </summary>
[Immutable, Alias("OrleansSse.EventData")]
public sealed record EventData
{
    /// <summary>The most UTF-8 bytes that a type may have.</summary>
    public const int MaxTypeBytes = 256;

    /// <summary>The most characters that a key may have.</summary>
    public const int MaxKeyLength = 128;

    /// <summary>The shortest <see cref="Ttl"/>: 1 ms.</summary>
    public static readonly TimeSpan MinTtl = TimeSpan.FromMilliseconds(1);

    /// <summary>The longest <see cref="Ttl"/>: 3,650 days, as long as retention may keep an event.</summary>
    public static readonly TimeSpan MaxTtl = TimeSpan.FromDays(3650);

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string? _type;
    private readonly byte[] _data;
    private readonly string? _key;
    private readonly long _ttlMilliseconds;

    private EventData(string? type, byte[] data, string? key = null, long ttlMilliseconds = 0)
    {
        _type = string.IsNullOrEmpty(type) ? null : type;
        (_data, _key, _ttlMilliseconds) = (data, key, ttlMilliseconds);
    }

    /// <summary>An event of the given data and type.</summary>
    /// <param name="data">Any text; CR, LF and CRLF each end a line of it.</param>
    /// <param name="type">The event's type as the browser will see it; null or empty: <c>message</c>.</param>
    /// <exception cref="ArgumentException">The text has a lone surrogate, or the type has a CR, LF or NUL or is too long.</exception>
    public EventData(string data, string? type = null)
        : this(type, Encode(data))
    {
        if (TypeRefusal(_type) is { } refusal) throw new ArgumentException(refusal, nameof(type));
    }

    /// <summary>The type; null for <c>message</c>, the default of the standard.</summary>
    public string? Type => _type;

    /// <summary>
    /// What the event is the latest word on: a reader who begins with <see cref="StreamStart.Snapshot"/> gets the last event of each key.
    /// 1–128 characters; null: it is in no snapshot.
    /// </summary>
    /// <exception cref="ArgumentException">The key is empty or too long, or has a CR, LF, NUL or a lone surrogate.</exception>
    public string? Key
    {
        get => _key;
        init => _key = KeyRefusal(value) is { } refusal ? throw new ArgumentException(refusal, nameof(Key)) : value;
    }

    /// <summary>
    /// For how long after the stream accepted it the event is shown, from <see cref="MinTtl"/> to <see cref="MaxTtl"/>, to the millisecond;
    /// null: for as long as history keeps it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is shorter or longer.</exception>
    public TimeSpan? Ttl
    {
        get => _ttlMilliseconds == 0 ? null : TimeSpan.FromMilliseconds(_ttlMilliseconds);
        init => _ttlMilliseconds = TtlRefusal(value) is { } refusal
            ? throw new ArgumentOutOfRangeException(nameof(Ttl), value, refusal)
            : (long)(value?.TotalMilliseconds ?? 0);
    }

    /// <summary>True for a <see cref="Key"/> without data: it removes the key, which is then in no snapshot.</summary>
    public bool RemovesKey => _key is not null && _data.Length == 0;

    /// <summary>The data as text.</summary>
    public string Text => Encoding.UTF8.GetString(_data);

    /// <summary>The data as UTF-8.</summary>
    public ReadOnlyMemory<byte> Utf8 => _data;

    /// <summary>The array itself; not to be changed.</summary>
    internal byte[] Bytes => _data;

    /// <summary><see cref="Ttl"/> in milliseconds; 0 for none.</summary>
    internal long TtlMilliseconds => _ttlMilliseconds;

    /// <summary>What this event counts for against limits in bytes: its data, its type and its key, as UTF-8.</summary>
    public int ByteCount => _data.Length + CountBytes(_type) + CountBytes(_key);

    /// <summary>An event of data that is UTF-8 already, or why there can be none.</summary>
    /// <param name="utf8">The data; it is copied.</param>
    /// <param name="type">The type; null or empty: <c>message</c>.</param>
    /// <param name="result">The event.</param>
    /// <param name="refusal">What is wrong, as a sentence.</param>
    public static bool TryCreate(
        ReadOnlySpan<byte> utf8,
        string? type,
        [NotNullWhen(true)] out EventData? result,
        [NotNullWhen(false)] out string? refusal)
    {
        refusal = TypeRefusal(type) ?? DataRefusal(utf8);
        result = refusal is null ? new EventData(type, utf8.ToArray()) : null;
        return refusal is null;
    }

    /// <summary>Why a text cannot be an event's type; null if it can.</summary>
    public static string? TypeRefusal(string? type)
    {
        if (type is null) return null;
        if (type.AsSpan().ContainsAny('\r', '\n', '\0')) return "An event type must not contain CR, LF or NUL.";
        if (!IsUnicode(type, out var bytes)) return "An event type must be valid Unicode: it has a lone surrogate.";
        return bytes > MaxTypeBytes ? $"An event type has at most {MaxTypeBytes} bytes of UTF-8." : null;
    }

    /// <summary>Why a text cannot be an event's key; null if it can.</summary>
    public static string? KeyRefusal(string? key)
    {
        if (key is null) return null;
        if (key.Length is 0 or > MaxKeyLength) return $"An event's key has 1 to {MaxKeyLength} characters.";
        if (key.AsSpan().ContainsAny('\r', '\n', '\0')) return "An event's key must not contain CR, LF or NUL.";
        return IsUnicode(key, out _) ? null : "An event's key must be valid Unicode: it has a lone surrogate.";
    }

    /// <summary>Why a time cannot be an event's <see cref="Ttl"/>; null if it can.</summary>
    public static string? TtlRefusal(TimeSpan? ttl) =>
        ttl is { } time && (time < MinTtl || time > MaxTtl) ? "An event's ttl is from 0.001 seconds to 3650 days." : null;

    /// <summary>True for the same data, byte for byte, type, key and time.</summary>
    public bool Equals([NotNullWhen(true)] EventData? other) =>
        other is not null
        && _type == other._type
        && _key == other._key
        && _ttlMilliseconds == other._ttlMilliseconds
        && _data.AsSpan().SequenceEqual(other._data);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(_type);
        hash.Add(_key);
        hash.Add(_ttlMilliseconds);
        hash.AddBytes(_data);
        return hash.ToHashCode();
    }

    /// <summary>Tells the type and the size; never the data, which is not for logs.</summary>
    public override string ToString() => $"{nameof(EventData)} {{ Type = {_type ?? "message"}, Bytes = {_data.Length} }}";

    /// <summary>An event of an array that nobody else will change.</summary>
    /// <exception cref="FormatException">One of the parts cannot be an event's.</exception>
    internal static EventData Own(string? type, byte[] utf8, string? key, long ttlMilliseconds)
    {
        var isTtl = ttlMilliseconds >= 0 && ttlMilliseconds <= (long)MaxTtl.TotalMilliseconds;
        var refusal = TypeRefusal(type) ?? DataRefusal(utf8) ?? KeyRefusal(key) ?? (isTtl ? null : TtlRefusal(TimeSpan.Zero));
        return refusal is null ? new(type, utf8, key, ttlMilliseconds) : throw new FormatException(refusal);
    }

    private static int CountBytes(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);

    private static bool IsUnicode(string text, out int bytes)
    {
        try
        {
            bytes = StrictUtf8.GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            bytes = 0;
            return false;
        }
    }

    private static string? DataRefusal(ReadOnlySpan<byte> utf8) =>
        System.Text.Unicode.Utf8.IsValid(utf8) ? null : "Event data must be valid UTF-8.";

    private static byte[] Encode(string data)
    {
        ArgumentNullException.ThrowIfNull(data);
        try
        {
            return StrictUtf8.GetBytes(data);
        }
        catch (EncoderFallbackException e)
        {
            throw new ArgumentException("Event data must be valid Unicode: it has a lone surrogate.", nameof(data), e);
        }
    }
}
