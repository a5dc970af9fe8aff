using System.Diagnostics.CodeAnalysis;

namespace OrleansSse.Grains.Options;

/// <summary>A pattern of stream names, as in NATS subjects: <c>*</c> stands for one token, a last <c>&gt;</c> for one or more.</summary>
internal sealed class StreamPattern
{
    private readonly string[] _tokens;

    private StreamPattern(string[] tokens) => _tokens = tokens;

    public static bool TryParse(
        string text, [NotNullWhen(true)] out StreamPattern? pattern, [NotNullWhen(false)] out string? refusal)
    {
        var tokens = text.Split('.');
        // What is left when the wildcards stand for a token must be a name.
        var name = string.Join('.', tokens.Select((token, i) => token == "*" || (token == ">" && i == tokens.Length - 1) ? "x" : token));
        pattern = StreamName.TryParse(name, out _, out refusal) ? new(tokens) : null;
        if (refusal is not null) refusal = $"'{text}' is not a pattern of stream names. {refusal}";
        return pattern is not null;
    }

    public bool Matches(StreamName name)
    {
        var tokens = name.ToString().Split('.');
        for (var i = 0; i < _tokens.Length; i++)
        {
            if (i == tokens.Length) return false;
            if (_tokens[i] == ">") return true;
            if (_tokens[i] != "*" && _tokens[i] != tokens[i]) return false;
        }

        return tokens.Length == _tokens.Length;
    }
}
