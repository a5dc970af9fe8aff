using System.Text.Json.Serialization.Metadata;

namespace OrleansSse.Client;

/// <summary>Publishes what is not an event yet. All of these fail as <see cref="IEventStreamClient.PublishAsync(EventData, PublishOptions?, CancellationToken)"/> does.</summary>
public static class EventStreamPublishExtensions
{
    /// <summary>Publishes one event of text.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="data">Any text; CR, LF and CRLF each end a line of it.</param>
    /// <param name="type">The event's type as the browser will see it; null or empty: <c>message</c>.</param>
    /// <param name="options">A key, a condition.</param>
    /// <param name="cancellationToken">Gives up waiting; the event may still be stored.</param>
    /// <exception cref="ArgumentException">The text has a lone surrogate, or the type has a CR, LF or NUL or is too long.</exception>
    public static Task<PublishResult> PublishAsync(
        this IEventStreamClient stream, string data, string? type = null, PublishOptions? options = null, CancellationToken cancellationToken = default) =>
        stream.PublishAsync(new EventData(data, type), options, cancellationToken);

    /// <summary>Publishes one event whose data is a value as JSON, by <see cref="IEventStreamClient.Json"/>.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="value">The value; it is written as its type at compile time says.</param>
    /// <param name="type">The event's type as the browser will see it; null or empty: <c>message</c>.</param>
    /// <param name="options">A key, a condition.</param>
    /// <param name="cancellationToken">Gives up waiting; the event may still be stored.</param>
    /// <exception cref="EventSerializationException">The value cannot be written as JSON; nothing was stored.</exception>
    /// <exception cref="ArgumentException">The value is null, or the type has a CR, LF or NUL or is too long.</exception>
    public static Task<PublishResult> PublishAsync<T>(
        this IEventStreamClient stream, T value, string? type = null, PublishOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream.PublishAsync(EventDataJson.Create(value, stream.Json, type), options, cancellationToken);
    }

    /// <summary>Publishes one event whose data is a value as JSON.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="value">The value.</param>
    /// <param name="jsonTypeInfo">How it is written, as a source-generated context has it.</param>
    /// <param name="type">The event's type as the browser will see it; null or empty: <c>message</c>.</param>
    /// <param name="options">A key, a condition.</param>
    /// <param name="cancellationToken">Gives up waiting; the event may still be stored.</param>
    /// <exception cref="EventSerializationException">The value cannot be written as JSON; nothing was stored.</exception>
    /// <exception cref="ArgumentException">The value is null, or the type has a CR, LF or NUL or is too long.</exception>
    public static Task<PublishResult> PublishAsync<T>(
        this IEventStreamClient stream,
        T value,
        JsonTypeInfo<T> jsonTypeInfo,
        string? type = null,
        PublishOptions? options = null,
        CancellationToken cancellationToken = default) =>
        stream.PublishAsync(EventDataJson.Create(value, jsonTypeInfo, type), options, cancellationToken);
}
