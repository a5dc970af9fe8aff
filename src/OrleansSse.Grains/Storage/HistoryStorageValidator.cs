using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using OrleansSse.Grains.Options;

namespace OrleansSse.Grains.Storage;

/// <summary>Refuses to start a silo that is to store history and has nowhere to store it.</summary>
internal sealed class HistoryStorageValidator(IServiceProvider services, StreamSettings settings) : IConfigurationValidator
{
    public void ValidateConfiguration()
    {
        var options = settings.Options;
        var stores = options.Durability == Durability.Stored || options.Streams.Any(rule => rule.Durability == Durability.Stored);
        if (!stores || services.GetKeyedService<IGrainStorage>(EventStreamOptions.StorageName) is not null) return;
        throw new OrleansConfigurationException(
            $"Streams are to be stored, but there is no grain storage named {EventStreamOptions.StorageName}. "
            + $"Configure Orleans:GrainStorage:{EventStreamOptions.StorageName}:ProviderType, or set {EventStreamOptions.Section}:Durability to Memory.");
    }
}
