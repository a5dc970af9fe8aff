using System.Collections.Concurrent;
using Orleans.Serialization;
using Orleans.Storage;

namespace OrleansSse.Client.Cluster.Tests.Hosting;

/// <summary>A grain storage in memory that outlives the silos that use it.</summary>
internal sealed class SharedStorage(SharedStorage.Records records, Serializer serializer) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        grainState.RecordExists = records.Table.TryGetValue((stateName, grainId), out var record);
        grainState.State = record is null ? Activator.CreateInstance<T>() : serializer.Deserialize<T>(record.Bytes)!;
        grainState.ETag = record?.ETag;
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var record = new Record(serializer.SerializeToArray(grainState.State), Guid.NewGuid().ToString());
        var isWritten = records.Table.TryGetValue((stateName, grainId), out var before)
            ? before.ETag == grainState.ETag && records.Table.TryUpdate((stateName, grainId), record, before)
            : grainState.ETag is null && records.Table.TryAdd((stateName, grainId), record);
        if (!isWritten) throw new InconsistentStateException("Another has written.", before?.ETag, grainState.ETag);
        (grainState.ETag, grainState.RecordExists) = (record.ETag, true);
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        records.Table.TryRemove((stateName, grainId), out _);
        (grainState.ETag, grainState.RecordExists) = (null, false);
        return Task.CompletedTask;
    }

    internal sealed class Records
    {
        public ConcurrentDictionary<(string, GrainId), Record> Table { get; } = new();
    }

    internal sealed record Record(byte[] Bytes, string ETag);
}
