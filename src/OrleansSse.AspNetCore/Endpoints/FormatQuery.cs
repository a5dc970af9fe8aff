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
        if (ShapeOf(request.Query["envelope"].ToString()) is not { } shape)
        {
            (code, refusal) = (RequestErrors.InvalidEnvelope, "envelope is 'json', or 'message' for the same with every event as a message, or is left out.");
        }
        else if (types.Select(EventData.TypeRefusal).FirstOrDefault(static reason => reason is not null) is { } typeRefusal)
        {
            (code, refusal) = (ErrorCodes.InvalidEventType, typeRefusal);
        }
        else if (types.Count == 0 && shape == FrameShape.Plain)
        {
            format = FrameFormat.Plain;
        }
        else
        {
            format = new(types.Count == 0 ? null : types.Select(FrameFormat.TypeName).ToHashSet(StringComparer.Ordinal), shape);
        }

        return format is not null;
    }

    private static FrameShape? ShapeOf(string envelope) => envelope switch
    {
        "" => FrameShape.Plain,
        "json" => FrameShape.Envelope,
        "message" => FrameShape.MessageEnvelope,
        _ => null,
    };
}
