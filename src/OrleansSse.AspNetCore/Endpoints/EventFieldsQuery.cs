using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using OrleansSse.AspNetCore.Publishing;

namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>Reads what the address says of a body's events: <c>type=</c>, <c>key=</c> and <c>ttl=</c>, each at most once.</summary>
internal static class EventFieldsQuery
{
    public static bool TryRead(
        HttpRequest request,
        out EventFields fields,
        [NotNullWhen(false)] out string? code,
        [NotNullWhen(false)] out string? refusal)
    {
        (fields, code, refusal) = (new(Type: string.Empty), null, null);
        if (!request.QueryString.HasValue) return true;
        var (types, keys, ttls) = (request.Query["type"], request.Query["key"], request.Query["ttl"]);
        var ttl = default(TimeSpan);
        if ((types.Count > 1 ? "An event has one type; give it once." : EventData.TypeRefusal(types.ToString())) is { } typeRefusal)
        {
            (code, refusal) = (ErrorCodes.InvalidEventType, typeRefusal);
        }
        else if ((keys.Count > 1 ? "An event has one key; give it once." : EventData.KeyRefusal(keys.Count == 0 ? null : keys.ToString())) is { } keyRefusal)
        {
            (code, refusal) = (ErrorCodes.InvalidEventKey, keyRefusal);
        }
        else if (ttls.Count > 1 || (ttls.Count == 1 && !TtlSeconds.TryParse(ttls.ToString(), out ttl)))
        {
            (code, refusal) = (ErrorCodes.InvalidTtl, $"ttl {TtlSeconds.Understood}; and it is given once.");
        }
        else
        {
            fields = new(types.ToString(), keys.Count == 0 ? null : keys.ToString(), ttls.Count == 0 ? null : ttl);
        }

        return refusal is null;
    }
}
