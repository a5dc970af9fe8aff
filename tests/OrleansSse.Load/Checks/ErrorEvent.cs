using System.Net.ServerSentEvents;
using System.Text.Json;

namespace OrleansSse.Load.Checks;

/// <summary>What the service itself says to a subscriber: <c>event: error</c> with <c>{"code","message",…}</c>.</summary>
internal static class ErrorEvent
{
    /// <summary>The code; null when the event is another, or has none.</summary>
    public static string? CodeOf(SseItem<string> item)
    {
        if (item.EventType != "error") return null;
        try
        {
            return JsonSerializer.Deserialize<Body>(item.Data, JsonSerializerOptions.Web)?.Code;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Body(string? Code);
}
