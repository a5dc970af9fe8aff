using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using OrleansSse.Grains.History;
using OrleansSse.Grains.Options;

namespace OrleansSse.Grains.Storage;

/// <summary>Makes the store of a stream by its durability.</summary>
internal sealed class HistoryStores(IServiceProvider services, StreamSettings settings, TimeProvider time, ILogger<GrainHistoryStore> logger)
{
    public IHistoryStore Create(Durability durability, GrainId grainId) => durability == Durability.Memory
        ? new MemoryHistoryStore()
        : new GrainHistoryStore(
            services.GetRequiredKeyedService<IGrainStorage>(EventStreamOptions.StorageName),
            grainId,
            settings.Options.StorageTimeout,
            time,
            logger);
}
