using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using OrleansSse.AspNetCore.Frames;

namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>Reads <c>type=</c> and <c>envelope=</c>.</summary>
internal static class FormatQuery
{
    public static bool TryRead(
        HttpRequest request,
        [NotNullWhen(true)] out FrameFormat? format,
        [NotNullWhen(false)] out string? code,
        [NotNullWhen(false)] out string? refusal)
    {
        (format, code, refusal) = (null, null, null);
        var types = request.Query["type"];
        var envelope = request.Query["envelope"].ToString();
        if (envelope is not ("" or "json"))
        {
            (code, refusal) = (RequestErrors.InvalidEnvelope, "envelope is 'json', or is left out.");
        }
        else if (types.Select(EventData.TypeRefusal).FirstOrDefault(static reason => reason is not null) is { } typeRefusal)
        {
            (code, refusal) = (ErrorCodes.InvalidEventType, typeRefusal);
        }
        else if (types.Count == 0 && envelope.Length == 0)
        {
            format = FrameFormat.Plain;
        }
        else
        {
            format = new(types.Count == 0 ? null : types.Select(static type => type ?? "").ToHashSet(StringComparer.Ordinal), envelope.Length > 0);
        }

        return format is not null;
    }
}
