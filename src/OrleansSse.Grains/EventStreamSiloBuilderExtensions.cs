using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime.GrainDirectory;
using Orleans.Storage;
using OrleansSse.Client;
using OrleansSse.Grains.Entrance;
using OrleansSse.Grains.Options;
using OrleansSse.Grains.Storage;

namespace OrleansSse.Grains;

/// <summary>Adds event streams to a silo.</summary>
public static class EventStreamSiloBuilderExtensions
{
    /// <summary>
    /// Hosts event streams on this silo. Their history lies in the grain storage named
    /// <see cref="EventStreamOptions.StorageName"/>, their options in the configuration section <see cref="EventStreamOptions.Section"/>.
    /// Its grains use them through <see cref="EventStreamGrainFactoryExtensions.GetEventStream"/> or an injected <see cref="IEventStreams"/>.
    /// </summary>
    /// <param name="builder">The silo.</param>
    /// <param name="configure">Changes what the configuration says.</param>
    public static ISiloBuilder AddEventStreams(this ISiloBuilder builder, Action<EventStreamOptions>? configure = null)
    {
        builder.Services.AddOptions<EventStreamOptions>()
            .BindConfiguration(EventStreamOptions.Section)
            .Configure(configure ?? (static _ => { }))
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<EventStreamOptions>, EventStreamOptionsValidator>();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<StreamSettings>();
        builder.Services.TryAddSingleton<HistoryStores>();
        builder.Services.TryAddSingleton<EventStreamMetrics>();
        builder.AddEntrance();
        builder.Services.AddOptions<GrainCollectionOptions>().Configure<IOptions<EventStreamOptions>>(static (collection, streams) =>
            collection.ClassSpecificCollectionAge[typeof(EventStreamGrain).FullName!] = streams.Value.DeactivateAfter);
        builder.Services.AddSingleton<IConfigurationValidator, HistoryStorageValidator>();
        builder.Services.AddSingleton<IGrainDirectoryResolver, EventStreamDirectoryResolver>();
        // Providers take the serializer of their name before their default, which is JSON, in which our records would not survive.
        builder.Services.AddKeyedSingleton<IGrainStorageSerializer, OrleansGrainStorageSerializer>(EventStreamOptions.StorageName);
        builder.Services.AddEventStreamClient();
        return builder;
    }

    // A silo has one, also if it is said twice that it hosts streams.
    private static void AddEntrance(this ISiloBuilder builder)
    {
        if (builder.Services.Any(static service => service.ServiceType == typeof(LocalEntrance))) return;
        builder.Services.AddSingleton<LocalEntrance>();
        builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(static services => services.GetRequiredService<LocalEntrance>());
        builder.AddGrainService<StreamEntrance>();
    }
}
