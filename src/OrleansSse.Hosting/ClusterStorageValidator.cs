using Microsoft.Extensions.Configuration;

namespace OrleansSse.Hosting;

/// <summary>Refuses to start a silo of a cluster whose storage the other silos do not share.</summary>
internal sealed class ClusterStorageValidator(IConfiguration configuration) : IConfigurationValidator
{
    public void ValidateConfiguration()
    {
        if (!configuration.NamesCluster() || !configuration.StoresIn(ProviderTypes.File)) return;
        throw new OrleansConfigurationException(
            $"{ClusterConfiguration.Clustering} names a cluster, but {ClusterConfiguration.StorageProvider} is {ProviderTypes.File}, which serves one silo: "
            + "a stream that moves to another would lose its history. Choose a storage that all silos share, or leave the cluster out.");
    }
}
