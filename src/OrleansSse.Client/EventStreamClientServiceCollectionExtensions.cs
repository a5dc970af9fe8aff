using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrleansSse.Client.Subscriptions;

namespace OrleansSse.Client;

/// <summary>Adds what a process needs to follow event streams.</summary>
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
        return services;
    }
}
