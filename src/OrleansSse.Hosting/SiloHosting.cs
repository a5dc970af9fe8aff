using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using OrleansSse.Grains;
using OrleansSse.Hosting.Health;

namespace OrleansSse.Hosting;

/// <summary>What a process that holds streams does without being told.</summary>
public static class SiloHosting
{
    private const string Membership = "Orleans:Membership";

    /// <summary>Runs a silo of the configured cluster; without one, a silo alone, with its history in <c>./data</c>.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="standAlone">Makes the silo a cluster of one.</param>
    public static void UseEventStreamSilo(this IHostApplicationBuilder builder, Func<ISiloBuilder, ISiloBuilder> standAlone)
    {
        if (!builder.Configuration.NamesCluster()) builder.Configuration[ClusterConfiguration.StorageProvider] ??= ProviderTypes.File;
        StreamDirectory.FollowClustering(builder.Configuration);
        ProviderSettings.Apply(builder.Configuration, () => builder.UseOrleans(silo =>
        {
            if (!builder.Configuration.NamesCluster()) standAlone(silo);
            silo.AddEventStreams();
            silo.ConfigureHistoryStorage();
            // Orleans reads the other sections by itself.
            silo.Services.AddOptions<ClusterMembershipOptions>().BindConfiguration(Membership);
            silo.Services.AddSingleton<IConfigurationValidator, ClusterStorageValidator>();
            silo.Services.AddHealthEndpoint(builder.Configuration);
        }));
    }
}
