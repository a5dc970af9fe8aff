using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using OrleansSse.AspNetCore.Frames;

namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>Reads <c>type=</c> and <c>envelope=</c>, and how the client must be told its position.</summary>
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
        else
        {
            format = FormatOf(types, shape, shape == FrameShape.MessageEnvelope || IgnoresBlocksWithoutData(request));
        }

        return format is not null;
    }

    private static FrameFormat FormatOf(StringValues types, FrameShape shape, bool tellsPositionByEvent) =>
        types.Count == 0 && shape == FrameShape.Plain && !tellsPositionByEvent
            ? FrameFormat.Plain
            : new(
                types.Count == 0 ? null : types.Select(FrameFormat.TypeName).ToHashSet(StringComparer.Ordinal),
                shape,
                tellsPositionByEvent);

    /// <summary>
    /// Firefox passes over a block of nothing but an <c>id</c>, against the standard (9.2.6): it would resume at an older position or
    /// at none, and miss events if its connection broke before its first one.
    /// </summary>
    private static bool IgnoresBlocksWithoutData(HttpRequest request) =>
        request.Headers.UserAgent.ToString().Contains("Firefox/", StringComparison.Ordinal);

    private static FrameShape? ShapeOf(string envelope) => envelope switch
    {
        "" => FrameShape.Plain,
        "json" => FrameShape.Envelope,
        "message" => FrameShape.MessageEnvelope,
        _ => null,
    };
}
