using Microsoft.Extensions.Configuration;
using Orleans.Providers;
using OrleansSse.Hosting;

[assembly: RegisterProvider(ProviderTypes.AdoNet, "GrainStorage", "Client", typeof(StorageUnusedByClients))]
[assembly: RegisterProvider(ProviderTypes.Redis, "GrainStorage", "Client", typeof(StorageUnusedByClients))]

namespace OrleansSse.Hosting;

/// <summary>Lets gateways be given the very configuration of the silos: Orleans' clients refuse a storage that they have no use for.</summary>
internal sealed class StorageUnusedByClients : IProviderBuilder<IClientBuilder>
{
    public void Configure(IClientBuilder builder, string? name, IConfigurationSection configurationSection)
    {
    }
}
