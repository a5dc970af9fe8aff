using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>Under what conditions a body is to be published, by its headers.</summary>
internal readonly record struct PublishConditions(string? IdempotencyKey, StreamPosition? ExpectedLast)
{
    private const string KeyHeader = "Idempotency-Key";

    public bool IsPlain => IdempotencyKey is null && ExpectedLast is null;

    public static bool TryRead(
        HttpRequest request,
        out PublishConditions conditions,
        [NotNullWhen(false)] out string? code,
        [NotNullWhen(false)] out string? refusal)
    {
        (conditions, code, refusal) = (default, null, null);
        var keys = request.Headers[KeyHeader];
        if (keys.Count > 1 || (keys.Count == 1 && keys.ToString().Length is 0 or > PublishRequest.MaxKeyLength))
        {
            (code, refusal) = (ErrorCodes.InvalidIdempotencyKey, $"{KeyHeader} is given once and has 1 to {PublishRequest.MaxKeyLength} characters.");
            return false;
        }

        var matches = request.Headers.IfMatch;
        var last = default(StreamPosition);
        if (matches.Count > 0 && !TryParseTag(matches.ToString(), out last))
        {
            (code, refusal) = (
                RequestErrors.InvalidPrecondition,
                $"If-Match is one event id in double quotes: the stream's last, or \"{StreamPosition.Origin}\" for a stream without events.");
            return false;
        }

        conditions = new(keys.Count == 0 ? null : keys.ToString(), matches.Count == 0 ? null : last);
        return true;
    }

    private static bool TryParseTag(ReadOnlySpan<char> tag, out StreamPosition position)
    {
        position = default;
        return tag is ['"', .. var id, '"'] && StreamPosition.TryParse(id, out position);
    }
}
