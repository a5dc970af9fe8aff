using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Streams;
using OrleansSse.Client.OrleansStreams;
using OrleansSse.Client.Publishing;
using OrleansSse.Client.Subscriptions;

namespace OrleansSse.Client;

/// <summary>Adds what a process needs to follow event streams and to publish to them.</summary>
public static class EventStreamClientServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IEventStreams"/> and the <see cref="EventStreamProvider"/>. What <c>AddEventStreams</c> of a silo's or client's builder does; it may be done more than once.
    /// </summary>
    /// <param name="services">The services of an Orleans client or of a silo.</param>
    /// <param name="configure">Changes what the configuration section <see cref="EventStreamClientOptions.Section"/> says.</param>
    public static IServiceCollection AddEventStreamClient(this IServiceCollection services, Action<EventStreamClientOptions>? configure = null)
    {
        services.AddSubscriptions();
        services.AddPublishing();
        services.AddOptions<EventStreamClientOptions>()
            .BindConfiguration(EventStreamClientOptions.Section)
            .Configure(configure ?? (static _ => { }))
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EventStreamClientOptions>, EventStreamClientOptionsValidator>());
        services.TryAddSingleton<EventStreams>();
        services.TryAddSingleton<IEventStreams>(static services => services.GetRequiredService<EventStreams>());
        services.TryAddKeyedSingleton<IStreamProvider>(
            EventStreamProvider.ProviderName,
            static (services, _) => new EventStreamProvider(services.GetRequiredService<EventStreams>(), services.GetRequiredService<IGrainContextAccessor>()));
        services.AddHostedService<KnownGrainFactories>();
        return services;
    }

    private static void AddSubscriptions(this IServiceCollection services)
    {
        services.AddOptions<StreamSubscriptionOptions>().BindConfiguration("EventStreams:Subscriptions").ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StreamSubscriptionOptions>, StreamSubscriptionOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<StreamSubscriptions>();
        services.AddHostedService(static services => services.GetRequiredService<StreamSubscriptions>());
        services.AddHostedService<SiloWatch>();
    }

    private static void AddPublishing(this IServiceCollection services)
    {
        services.AddOptions<StreamPublisherOptions>().BindConfiguration(StreamPublisherOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StreamPublisherOptions>, StreamPublisherOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(static services => new StreamPublisher(
            services.GetRequiredService<IGrainFactory>(),
            services.GetRequiredService<IOptions<StreamPublisherOptions>>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<StreamPublisher>>(),
            GatewayList.Entrances(services)));
    }
}
