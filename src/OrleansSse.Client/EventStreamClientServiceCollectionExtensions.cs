using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrleansSse.Client.Publishing;
using OrleansSse.Client.Subscriptions;

namespace OrleansSse.Client;

/// <summary>Adds what a process needs to follow event streams and to publish to them.</summary>
public static class EventStreamClientServiceCollectionExtensions
{
    /// <summary>Adds <see cref="StreamSubscriptions"/>. The process needs an Orleans client or a silo besides.</summary>
    public static IServiceCollection AddEventStreamSubscriptions(this IServiceCollection services)
    {
        services.AddOptions<StreamSubscriptionOptions>().BindConfiguration("EventStreams:Subscriptions").ValidateOnStart();
        services.AddSingleton<IValidateOptions<StreamSubscriptionOptions>, StreamSubscriptionOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<StreamSubscriptions>();
        services.AddHostedService(static services => services.GetRequiredService<StreamSubscriptions>());
        services.AddHostedService<SiloWatch>();
        return services;
    }

    /// <summary>Adds <see cref="StreamPublisher"/>. The process needs an Orleans client or a silo besides.</summary>
    public static IServiceCollection AddEventStreamPublishing(this IServiceCollection services)
    {
        services.AddOptions<StreamPublisherOptions>().BindConfiguration(StreamPublisherOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StreamPublisherOptions>, StreamPublisherOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<StreamPublisher>();
        return services;
    }
}
