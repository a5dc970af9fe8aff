using System.Globalization;
using OrleansSse.AspNetCore.Frames;

namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>An event as JSON.</summary>
internal sealed record EventBody(string Id, string Type, string Time, string? Key, string Data)
{
    public static EventBody Of(StreamEvent streamEvent) => new(
        streamEvent.Id.ToString(),
        streamEvent.Type ?? "message",
        streamEvent.Time.ToString(EnvelopeEncoder.TimeFormat, CultureInfo.InvariantCulture),
        streamEvent.Key,
        streamEvent.Data.Text);
}
