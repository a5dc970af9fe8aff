using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace OrleansSse.FileStorage;

/// <summary>
/// Grain storage in a directory, for one process. A write is on disk when it returns; a crash at any moment leaves
/// each record old or new. ETags are always checked, also where the record is missing.
/// </summary>
internal sealed partial class FileGrainStorage(
    string name,
    string directory,
    FileGrainStorageOptions options,
    Serializer orleansFormat,
    IActivatorProvider activators,
    ILogger<FileGrainStorage> logger)
    : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private RecordStore? _records;

    private RecordStore Records =>
        _records ?? throw new InvalidOperationException($"Grain storage '{name}' is open only from the silo's start to its stop.");

    public static FileGrainStorage Create(IServiceProvider services, string name)
    {
        var options = services.GetRequiredService<IOptionsMonitor<FileGrainStorageOptions>>().Get(name);
        var root = services.GetService<IHostEnvironment>()?.ContentRootPath ?? Environment.CurrentDirectory;
        return ActivatorUtilities.CreateInstance<FileGrainStorage>(
            services, name, Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Directory, root)), options);
    }

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(
            $"{nameof(FileGrainStorage)} {name}",
            ServiceLifecycleStage.ApplicationServices,
            _ =>
            {
                // Here and now, so that storages open one after another, and the second in a directory finds the name of the first.
                Open();
                return Task.CompletedTask;
            },
            ct => Task.Run(Dispose, CancellationToken.None).WaitAsync(ct));

    /// <summary>Takes the directory.</summary>
    /// <exception cref="FileStorageException">It is in use, or cannot be written.</exception>
    public void Open()
    {
        var opened = StorageDirectory.Open(directory, name);
        _records = new(opened, options.MaxConcurrentWrites);
        Log.Opened(logger, name, directory);
        if (opened.WasFull) Log.DiskFull(logger, name, directory);
    }

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = new RecordKey(grainId, stateName);
        if (await Records.ReadAsync(key) is not var (record, etag))
        {
            SetAbsent(grainState);
            return;
        }

        using (record) grainState.State = Deserialize<T>(record, key);
        grainState.ETag = etag;
        grainState.RecordExists = true;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        // Serialized before the first await: what is stored is the state as it is now, in the caller's turn.
        using var record = new RecordBuffer();
        Serialize(grainState.State, record);
        grainState.ETag = await Records.ReplaceAsync(new(grainId, stateName), grainState.ETag, record);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Records.ClearAsync(new(grainId, stateName), grainState.ETag);
        SetAbsent(grainState);
    }

    /// <summary>Ends what is being written, then frees the directory.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _records, null) is not { } records) return;

        records.Dispose();
        Log.Closed(logger, name, directory);
    }

    private void SetAbsent<T>(IGrainState<T> grainState)
    {
        grainState.State = activators.GetActivator<T>().Create();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    private void Serialize<T>(T? state, RecordBuffer record)
    {
        if (options.GrainStorageSerializer is { } serializer) record.Append(serializer.Serialize(state));
        else orleansFormat.Serialize(state, record);
    }

    private T? Deserialize<T>(RecordBuffer record, RecordKey key)
    {
        try
        {
            // A serializer that is not Orleans' may keep the memory that it is given.
            return options.GrainStorageSerializer is { } serializer
                ? serializer.Deserialize<T>(new BinaryData(record.Payload.ToArray()))
                : orleansFormat.Deserialize<T>(record.Payload);
        }
        catch (Exception e)
        {
            throw new FileStorageException(
                $"The {key} in '{directory}' is whole, but the serializer cannot make a {typeof(T)} of it. "
                + "Was it written by another serializer, or a newer version of this program?",
                e);
        }
    }
}
