using Orleans.Storage;

namespace OrleansSse.Hosting;

/// <summary>
/// Keeps apart streams whose names could be numbers. The ADO.NET storage reads a key that could be a hexadecimal number or a GUID
/// as one, so <c>abc</c>, <c>ABC</c> and <c>0abc</c> would be one record; it is given the whole grain id, which is neither.
/// </summary>
internal sealed class LiteralKeyStorage(IGrainStorage storage) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        storage.ReadStateAsync(stateName, Literal(grainId), grainState);

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        storage.WriteStateAsync(stateName, Literal(grainId), grainState);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        storage.ClearStateAsync(stateName, Literal(grainId), grainState);

    public void Participate(ISiloLifecycle lifecycle) => (storage as ILifecycleParticipant<ISiloLifecycle>)?.Participate(lifecycle);

    private static GrainId Literal(GrainId grainId) => GrainId.Create(grainId.Type, grainId.ToString());
}
