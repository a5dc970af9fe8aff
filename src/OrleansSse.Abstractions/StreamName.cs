using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace OrleansSse;

/// <summary>
/// The name of a stream: dot-separated tokens of <c>[A-Za-z0-9_-]</c>, 1–64 characters each, at most 256 in all.
/// A first <c>$</c> marks the service's own streams.
/// </summary>
[Immutable, Alias("OrleansSse.StreamName")]
public sealed record StreamName : IParsable<StreamName>
{
    /// <summary>The most characters that a name may have.</summary>
    public const int MaxLength = 256;

    /// <summary>The most characters that one token of a name may have.</summary>
    public const int MaxTokenLength = 64;

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    private readonly string _value;

    private StreamName(string value) => _value = value;

    /// <summary>The stream that a request means when it names none: <c>default</c>.</summary>
    public static StreamName Default { get; } = new("default");

    /// <summary>True for the service's own streams, to which the public may not publish.</summary>
    public bool IsReserved => _value[0] == '$';

    /// <summary>Parses a name.</summary>
    /// <exception cref="FormatException">The text breaks the rule; the message says how.</exception>
    public static StreamName Parse(string s, IFormatProvider? provider = null) =>
        Refusal(s) is { } refusal ? throw new FormatException(refusal) : new StreamName(s);

    /// <summary>Parses a name; false when the text breaks the rule.</summary>
    public static bool TryParse(
        [NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out StreamName result) =>
        TryParse(s, out result, out _);

    /// <summary>Parses a name, or says what is wrong with it.</summary>
    public static bool TryParse(
        [NotNullWhen(true)] string? s,
        [MaybeNullWhen(false)] out StreamName result,
        [NotNullWhen(false)] out string? refusal)
    {
        refusal = Refusal(s);
        result = refusal is null ? new StreamName(s!) : null;
        return refusal is null;
    }

    /// <inheritdoc />
    public override string ToString() => _value;

    private static string? Refusal(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "A stream name must not be empty.";
        if (text.Length > MaxLength) return $"A stream name has at most {MaxLength} characters; this one has {text.Length}.";

        var tokens = text.AsSpan(text[0] == '$' ? 1 : 0);
        foreach (var range in tokens.Split('.'))
        {
            var token = tokens[range];
            if (token.IsEmpty) return "A stream name must not have an empty token: remove the leading, trailing or double dot.";
            if (token.Length > MaxTokenLength) return $"A token of a stream name has at most {MaxTokenLength} characters; one here has {token.Length}.";
            var bad = token.IndexOfAnyExcept(TokenCharacters);
            if (bad >= 0)
            {
                return $"A stream name consists of dot-separated tokens of letters, digits, '_' and '-'; U+{(int)token[bad]:X4} is none of these.";
            }
        }

        return null;
    }
}
