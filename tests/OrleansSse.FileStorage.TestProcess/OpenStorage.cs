using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Storage;

namespace OrleansSse.FileStorage.TestProcess;

/// <summary>A storage opened without a silo.</summary>
internal sealed class OpenStorage : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().AddSerializer().BuildServiceProvider();
    private readonly FileGrainStorage _storage;

    public OpenStorage(string directory, IGrainStorageSerializer? serializer = null, string name = "EventStreams")
    {
        var options = new FileGrainStorageOptions { GrainStorageSerializer = serializer };
        _storage = ActivatorUtilities.CreateInstance<FileGrainStorage>(_services, name, directory, options);
        try
        {
            _storage.Open();
        }
        catch
        {
            _services.Dispose();
            throw;
        }
    }

    public async Task<GrainState<T>> ReadAsync<T>(GrainId grain, string state)
    {
        var read = new GrainState<T>();
        await _storage.ReadStateAsync(state, grain, read);
        return read;
    }

    public Task WriteAsync<T>(GrainId grain, string state, GrainState<T> value) => _storage.WriteStateAsync(state, grain, value);

    public Task ClearAsync<T>(GrainId grain, string state, GrainState<T> value) => _storage.ClearStateAsync(state, grain, value);

    public void Dispose()
    {
        _storage.Dispose();
        _services.Dispose();
    }
}
