using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Persistence;
using OrleansSse.Grains;
using OrleansSse.Grains.Options;

namespace OrleansSse.Hosting;

/// <summary>What a process that holds streams does without being told.</summary>
public static class SiloHosting
{
    private const string Membership = "Orleans:Membership";

    /// <summary>True when the configuration names a cluster to be part of.</summary>
    public static bool NamesCluster(this IConfiguration configuration) => configuration.GetSection(ClusterStorageValidator.Clustering).Exists();

    /// <summary>Runs a silo of the configured cluster; without one, a silo alone, with its history in <c>./data</c>.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="standAlone">Makes the silo a cluster of one.</param>
    public static void UseEventStreamSilo(this IHostApplicationBuilder builder, Func<ISiloBuilder, ISiloBuilder> standAlone)
    {
        if (!builder.Configuration.NamesCluster()) builder.Configuration[ClusterStorageValidator.StorageProvider] ??= ClusterStorageValidator.File;
        builder.UseOrleans(silo =>
        {
            if (!builder.Configuration.NamesCluster()) standAlone(silo);
            silo.AddEventStreams();
            // Orleans reads the other sections by itself.
            silo.Services.AddOptions<ClusterMembershipOptions>().BindConfiguration(Membership);
            silo.Services.AddSingleton<IConfigurationValidator, ClusterStorageValidator>();
            // What has left history must not stay as empty records.
            silo.Services.Configure<RedisStorageOptions>(EventStreamOptions.StorageName, static redis => redis.DeleteStateOnClear = true);
        });
    }
}
