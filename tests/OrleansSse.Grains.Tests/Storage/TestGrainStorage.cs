using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Storage;
using OrleansSse.Grains.History;

namespace OrleansSse.Grains.Tests.Storage;

/// <summary>
/// A grain storage that keeps bytes and ETags as a real one does, and misbehaves as a test asks. It ignores
/// cancellation: what hangs may still land.
/// </summary>
internal sealed class TestGrainStorage : IGrainStorage
{
    private static readonly Serializer Serializer =
        new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Stream, string Record), (byte[] Data, string ETag)> _records = [];
    private readonly ConcurrentDictionary<string, Func<StorageCall, Task>> _behaviours = new();
    private readonly ConcurrentQueue<StorageCall> _calls = new();
    private long _lastETag;

    /// <summary>As Redis does.</summary>
    public bool AcceptsStaleETagWhereMissing { get; set; }

    /// <summary>Sees every record that was stored, by its name.</summary>
    public Action<string, object?>? Stored { get; set; }

    /// <summary>From now on the stream's calls are done by this; null: properly.</summary>
    public void Behave(string stream, Func<StorageCall, Task>? behaviour)
    {
        if (behaviour is null) _behaviours.TryRemove(stream, out _);
        else _behaviours[stream] = behaviour;
    }

    /// <summary>What the stream's calls were.</summary>
    public StorageCall[] Calls(string stream) => [.. _calls.Where(call => call.Stream == stream)];

    /// <summary>The names of the stream's records.</summary>
    public string[] Records(string stream)
    {
        lock (_lock) return [.. _records.Keys.Where(key => key.Stream == stream).Select(key => key.Record).Order(StringComparer.Ordinal)];
    }

    public bool Has(string stream, string record)
    {
        lock (_lock) return _records.ContainsKey((stream, record));
    }

    public HeadRecord? Head(string stream) => Find<HeadRecord>(stream, "head");

    public SegmentRecord? Segment(string stream, SegmentInfo segment) => Find<SegmentRecord>(stream, segment.Name);

    /// <summary>Loses a record behind everybody's back.</summary>
    public void Lose(string stream, string record)
    {
        lock (_lock) Assert.True(_records.Remove((stream, record)), $"There is no record {record}.");
    }

    /// <summary>The same records, whose calls from here are done by this.</summary>
    public IGrainStorage With(Func<StorageCall, Task> behaviour) => new StorageView(this, behaviour);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Behaviour(grainId)(Read(stateName, grainId, grainState));

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Behaviour(grainId)(Write(stateName, grainId, grainState));

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Behaviour(grainId)(Clear(stateName, grainId, grainState));

    public StorageCall Read<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Call(StorageCallKind.Read, stateName, grainId, key =>
        {
            var exists = _records.TryGetValue(key, out var record);
            grainState.State = exists ? Serializer.Deserialize<T>(record.Data) : Activator.CreateInstance<T>();
            grainState.ETag = exists ? record.ETag : null;
            grainState.RecordExists = exists;
        });

    public StorageCall Write<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var (state, etag) = (grainState.State, grainState.ETag);
        var data = Serializer.SerializeToArray(state);
        return Call(StorageCallKind.Write, stateName, grainId, key =>
        {
            Compare(key, etag);
            _records[key] = (data, grainState.ETag = NextETag());
            grainState.RecordExists = true;
            Stored?.Invoke(stateName, state);
        });
    }

    public StorageCall Clear<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var etag = grainState.ETag;
        return Call(StorageCallKind.Clear, stateName, grainId, key =>
        {
            Compare(key, etag);
            _records.Remove(key);
            grainState.State = Activator.CreateInstance<T>();
            grainState.ETag = null;
            grainState.RecordExists = false;
        });
    }

    private Func<StorageCall, Task> Behaviour(GrainId grainId) =>
        _behaviours.TryGetValue(grainId.Key.ToString()!, out var behaviour) ? behaviour : static call => call.ApplyAsync();

    private StorageCall Call(StorageCallKind kind, string record, GrainId grainId, Action<(string Stream, string Record)> operation)
    {
        var key = (Stream: grainId.Key.ToString()!, Record: record);
        var call = new StorageCall(kind, key.Stream, record, () =>
        {
            lock (_lock) operation(key);
        });
        _calls.Enqueue(call);
        return call;
    }

    private void Compare((string Stream, string Record) key, string? etag)
    {
        var exists = _records.TryGetValue(key, out var record);
        if (exists ? record.ETag == etag : etag is null || AcceptsStaleETagWhereMissing) return;
        throw new InconsistentStateException($"{key.Record} has another ETag.", exists ? record.ETag : "none", etag ?? "none");
    }

    private string NextETag() => (++_lastETag).ToString(null as IFormatProvider);

    private T? Find<T>(string stream, string record)
        where T : class
    {
        lock (_lock) return _records.TryGetValue((stream, record), out var found) ? Serializer.Deserialize<T>(found.Data) : null;
    }
}
