using Microsoft.Extensions.Configuration;
using OrleansSse.Grains.Options;

namespace OrleansSse.Hosting;

/// <summary>Refuses to start a silo of a cluster whose storage the other silos do not share.</summary>
internal sealed class ClusterStorageValidator(IConfiguration configuration) : IConfigurationValidator
{
    public const string Clustering = "Orleans:Clustering";
    public const string StorageProvider = $"Orleans:GrainStorage:{EventStreamOptions.StorageName}:ProviderType";
    public const string File = "File";

    public void ValidateConfiguration()
    {
        if (!configuration.NamesCluster() || !string.Equals(configuration[StorageProvider], File, StringComparison.OrdinalIgnoreCase)) return;
        throw new OrleansConfigurationException(
            $"{Clustering} names a cluster, but {StorageProvider} is {File}, which serves one silo: a stream that moves to another would lose its history. "
            + "Choose a storage that all silos share, or leave the cluster out.");
    }
}
