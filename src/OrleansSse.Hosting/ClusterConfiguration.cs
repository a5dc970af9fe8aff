using Microsoft.Extensions.Configuration;
using OrleansSse.Grains.Options;

namespace OrleansSse.Hosting;

/// <summary>Where Orleans' own configuration says what a host is part of and where history lies.</summary>
public static class ClusterConfiguration
{
    internal const string Clustering = "Orleans:Clustering";
    internal const string Storage = $"Orleans:GrainStorage:{EventStreamOptions.StorageName}";
    internal const string Directory = $"Orleans:GrainDirectory:{EventStreamOptions.DirectoryName}";
    internal const string StorageProvider = $"{Storage}:ProviderType";

    /// <summary>True when the configuration names a cluster to be part of.</summary>
    public static bool NamesCluster(this IConfiguration configuration) => configuration.GetSection(Clustering).Exists();

    /// <summary>True when history lies in a storage of this kind.</summary>
    internal static bool StoresIn(this IConfiguration configuration, string providerType) =>
        string.Equals(configuration[StorageProvider], providerType, StringComparison.OrdinalIgnoreCase);
}
