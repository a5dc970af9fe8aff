using Orleans.Storage;

namespace OrleansSse.Grains.Tests.Storage;

/// <summary>One owner's view of a storage, with a behaviour of its own.</summary>
internal sealed class StorageView(TestGrainStorage storage, Func<StorageCall, Task> behaviour) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        behaviour(storage.Read(stateName, grainId, grainState));

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        behaviour(storage.Write(stateName, grainId, grainState));

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        behaviour(storage.Clear(stateName, grainId, grainState));
}
