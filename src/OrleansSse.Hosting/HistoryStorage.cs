using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Persistence;
using Orleans.Storage;
using OrleansSse.Grains.Options;

namespace OrleansSse.Hosting;

/// <summary>What history needs of the storage providers, and what their configuration sections cannot say.</summary>
internal static partial class HistoryStorage
{
    private const string Name = EventStreamOptions.StorageName;

    /// <summary>Sets up whichever provider is configured.</summary>
    public static void ConfigureHistoryStorage(this ISiloBuilder silo)
    {
        // What has left history must not stay as empty records.
        silo.Services.Configure<RedisStorageOptions>(Name, static redis => redis.DeleteStateOnClear = true);
        silo.Services.Configure<AdoNetGrainStorageOptions>(Name, static database => database.DeleteStateOnClear = true);
        ConfigureAzure(silo.Services);

        if (silo.Configuration.StoresIn(ProviderTypes.AdoNet))
        {
            silo.Services.AddKeyedSingleton<IGrainStorage>(Name, static (services, _) => new LiteralKeyStorage(AdoNetGrainStorageFactory.Create(services, Name)));
        }
    }

    // Does nothing in a build without Azure Storage.
    static partial void ConfigureAzure(IServiceCollection services);
}
