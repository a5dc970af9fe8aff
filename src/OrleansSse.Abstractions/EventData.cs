using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace OrleansSse;

/// <summary>
/// What a publisher says: an optional type and the data. An instance is always valid: the data is UTF-8, the type
/// has no CR, LF or NUL.
/// </summary>
[Immutable, Alias("OrleansSse.EventData")]
public sealed class EventData : IEquatable<EventData>
{
    /// <summary>The most UTF-8 bytes that a type may have.</summary>
    public const int MaxTypeBytes = 256;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string? _type;
    private readonly byte[] _data;

    private EventData(string? type, byte[] data)
    {
        _type = string.IsNullOrEmpty(type) ? null : type;
        _data = data;
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

    /// <summary>The data as text.</summary>
    public string Text => Encoding.UTF8.GetString(_data);

    /// <summary>The data as UTF-8.</summary>
    public ReadOnlyMemory<byte> Utf8 => _data;

    /// <summary>The array itself; not to be changed.</summary>
    internal byte[] Bytes => _data;

    /// <summary>What this event counts for against limits in bytes: its data and its type, as UTF-8.</summary>
    public int ByteCount => _data.Length + (_type is null ? 0 : Encoding.UTF8.GetByteCount(_type));

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
        try
        {
            return StrictUtf8.GetByteCount(type) > MaxTypeBytes
                ? $"An event type has at most {MaxTypeBytes} bytes of UTF-8."
                : null;
        }
        catch (EncoderFallbackException)
        {
            return "An event type must be valid Unicode: it has a lone surrogate.";
        }
    }

    /// <summary>True for the same type and the same data, byte for byte.</summary>
    public bool Equals([NotNullWhen(true)] EventData? other) =>
        other is not null && _type == other._type && _data.AsSpan().SequenceEqual(other._data);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as EventData);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(_type);
        hash.AddBytes(_data);
        return hash.ToHashCode();
    }

    /// <summary>An event of an array that nobody else will change.</summary>
    /// <exception cref="FormatException">The type or the data cannot be an event's.</exception>
    internal static EventData Own(string? type, byte[] utf8) =>
        (TypeRefusal(type) ?? DataRefusal(utf8)) is { } refusal ? throw new FormatException(refusal) : new(type, utf8);

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
