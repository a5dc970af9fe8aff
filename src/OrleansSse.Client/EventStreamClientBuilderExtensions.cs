namespace OrleansSse.Client;

/// <summary>Adds event streams to an Orleans client.</summary>
public static class EventStreamClientBuilderExtensions
{
    /// <summary>
    /// Makes <see cref="IEventStreams"/> available to this client of a cluster whose silos host event streams. (A silo has them by
    /// its own <c>AddEventStreams</c>.)
    /// </summary>
    /// <param name="builder">The client.</param>
    /// <param name="configure">Changes what the configuration section <see cref="EventStreamClientOptions.Section"/> says.</param>
    public static IClientBuilder AddEventStreams(this IClientBuilder builder, Action<EventStreamClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddEventStreamClient(configure);
        return builder;
    }
}
