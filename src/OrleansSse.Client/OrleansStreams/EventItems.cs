using System.Text.Json;

namespace OrleansSse.Client.OrleansStreams;

/// <summary>The items of Orleans streams as events, and back.</summary>
internal static class EventItems
{
    /// <exception cref="EventSerializationException">The item cannot be written.</exception>
    public static EventData ToEvent<T>(T item, JsonSerializerOptions json) => item switch
    {
        null => throw new ArgumentNullException(nameof(item)),
        EventData data => data,
        StreamEvent streamEvent => streamEvent.Data,
        string text => new(text),
        _ => EventDataJson.Create(item, json, type: null),
    };

    /// <exception cref="EventSerializationException">The event is no such item.</exception>
    public static T FromEvent<T>(StreamEvent streamEvent, JsonSerializerOptions json)
    {
        if (streamEvent is T whole) return whole;
        if (streamEvent.Data is T data) return data;
        if (typeof(T) == typeof(string)) return (T)(object)streamEvent.Data.Text;
        return streamEvent.Data.ReadJson<T>(json) ?? throw new EventSerializationException($"The event {streamEvent.Id} is null.");
    }
}
