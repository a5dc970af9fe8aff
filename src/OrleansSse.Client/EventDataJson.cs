using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace OrleansSse.Client;

/// <summary>Turns values into events of JSON, and back.</summary>
public static class EventDataJson
{
    /// <summary>An event whose data is a value as JSON.</summary>
    /// <param name="value">The value.</param>
    /// <param name="jsonTypeInfo">How it is written, as a source-generated context has it.</param>
    /// <param name="type">The event's type; null or empty: <c>message</c>.</param>
    /// <exception cref="EventSerializationException">The value cannot be written.</exception>
    /// <exception cref="ArgumentException">The type has a CR, LF or NUL or is too long.</exception>
    public static EventData Create<T>(T value, JsonTypeInfo<T> jsonTypeInfo, string? type = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(jsonTypeInfo);
        return Create(() => JsonSerializer.SerializeToUtf8Bytes(value, jsonTypeInfo), typeof(T), type);
    }

    /// <summary>An event whose data is a value as JSON.</summary>
    /// <param name="value">The value; it is written as its type at compile time says.</param>
    /// <param name="options">How it is written, as <see cref="IEventStreamClient.Json"/>.</param>
    /// <param name="type">The event's type; null or empty: <c>message</c>.</param>
    /// <exception cref="EventSerializationException">The value cannot be written, or the options know nothing of its type.</exception>
    /// <exception cref="ArgumentException">The value is null, or the type has a CR, LF or NUL or is too long.</exception>
    public static EventData Create<T>(T value, JsonSerializerOptions options, string? type = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Create(value, (JsonTypeInfo<T>)Find(typeof(T), options), type);
    }

    /// <summary>The value that is the JSON of an event.</summary>
    /// <param name="data">The event.</param>
    /// <param name="jsonTypeInfo">How it is read, as a source-generated context has it.</param>
    /// <exception cref="EventSerializationException">The data is not JSON of such a value.</exception>
    public static T? ReadJson<T>(this EventData data, JsonTypeInfo<T> jsonTypeInfo)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(jsonTypeInfo);
        try
        {
            return JsonSerializer.Deserialize(data.Utf8.Span, jsonTypeInfo);
        }
        catch (Exception exception)
        {
            // A converter or a constructor may throw anything.
            throw new EventSerializationException($"The event cannot be read as {typeof(T)}: {exception.Message}", exception);
        }
    }

    /// <summary>The value that is the JSON of an event.</summary>
    /// <param name="data">The event.</param>
    /// <param name="options">How it is read, as <see cref="IEventStreamClient.Json"/>; null: by <see cref="JsonSerializerOptions.Web"/>.</param>
    /// <exception cref="EventSerializationException">The data is not JSON of such a value, or the options know nothing of its type.</exception>
    public static T? ReadJson<T>(this EventData data, JsonSerializerOptions? options = null) =>
        data.ReadJson((JsonTypeInfo<T>)Find(typeof(T), options ?? JsonSerializerOptions.Web));

    private static EventData Create(Func<byte[]> write, Type valueType, string? type)
    {
        byte[] json;
        try
        {
            json = write();
        }
        catch (Exception exception)
        {
            // A converter or a property may throw anything.
            throw new EventSerializationException($"A {valueType} cannot be written as JSON: {exception.Message}", exception);
        }

        return EventDataText.Create(json, type);
    }

    private static JsonTypeInfo Find(Type type, JsonSerializerOptions options)
    {
        try
        {
            return options.GetTypeInfo(type);
        }
        catch (Exception exception) when (exception is NotSupportedException or InvalidOperationException or ArgumentException)
        {
            throw new EventSerializationException($"The JSON options know nothing of {type}: {exception.Message}", exception);
        }
    }
}
