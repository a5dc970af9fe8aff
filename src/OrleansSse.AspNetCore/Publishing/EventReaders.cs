using System.IO.Pipelines;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace OrleansSse.AspNetCore.Publishing;

/// <summary>Chooses how a body is read by its content type.</summary>
internal static class EventReaders
{
    /// <summary>What is understood, for people.</summary>
    public const string Understood =
        "text/plain or another text type or application/json (the body is the data), application/x-ndjson (an event a line), or text/event-stream; in UTF-8";

    /// <summary>True for bodies of many events, which are published while they arrive.</summary>
    public static bool IsFeed(MediaTypeHeaderValue type) => IsNdjson(type) || IsSse(type);

    /// <summary>A reader for this content type; null if it is not understood.</summary>
    /// <param name="type">The content type.</param>
    /// <param name="fields">
    /// What is said of the body's one event. Of a body of many, the key and the time are those of each event that does not say its own.
    /// </param>
    /// <param name="body">The body.</param>
    /// <param name="limits">The limits of events and batches.</param>
    public static EventReader? Create(MediaTypeHeaderValue type, EventFields fields, PipeReader body, ReadLimits limits)
    {
        if (type.Charset.HasValue && !HeaderUtilities.RemoveQuotes(type.Charset).Equals(Encoding.UTF8.WebName, StringComparison.OrdinalIgnoreCase)) return null;
        if (IsNdjson(type)) return new NdjsonEventReader(body, limits, fields);
        if (IsSse(type)) return new SseEventReader(body, limits, fields);
        if (Is(type, "application/json")) return new SingleEventReader(body, limits, fields, mustBeJson: true);
        return type.Type.Equals("text", StringComparison.OrdinalIgnoreCase) ? new SingleEventReader(body, limits, fields, mustBeJson: false) : null;
    }

    private static bool IsNdjson(MediaTypeHeaderValue type) => Is(type, "application/x-ndjson");

    private static bool IsSse(MediaTypeHeaderValue type) => Is(type, "text/event-stream");

    private static bool Is(MediaTypeHeaderValue type, string mediaType) => type.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase);
}
