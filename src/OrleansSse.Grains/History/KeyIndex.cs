namespace OrleansSse.Grains.History;

/// <summary>
/// The idempotency keys of the events in history. Read from the segments on the first keyed publish of an activation,
/// kept up to date from then on.
/// </summary>
internal sealed class KeyIndex(IHistoryStore store, StreamHistory history)
{
    private readonly Dictionary<string, Entry> _byKey = new(StringComparer.Ordinal);
    private readonly Queue<Entry> _bySequence = new();
    private Task? _loading;

    /// <summary>Completes when the keys of history are known; no keyed publish may be applied earlier.</summary>
    public Task LoadAsync() => _loading is { IsFaulted: false } ? _loading : _loading = ReadAllAsync();

    /// <summary>The publish that used a key in an epoch; null if none did.</summary>
    public KeyedPublish? Find(StreamEpoch epoch, string key) =>
        _byKey.TryGetValue(key, out var entry) && entry.Epoch == epoch ? entry.Publish : null;

    public void Add(StreamEpoch epoch, KeyedPublish publish)
    {
        var entry = new Entry(epoch, publish);
        _byKey[publish.Key] = entry;
        _bySequence.Enqueue(entry);
    }

    /// <summary>Forgets the keys whose events have left history.</summary>
    public void Trim()
    {
        var (epoch, first) = (history.Head.Epoch, history.Head.First);
        while (_bySequence.TryPeek(out var oldest) && (oldest.Epoch != epoch || oldest.Publish.Last < first))
        {
            _bySequence.Dequeue();
            if (ReferenceEquals(_byKey.GetValueOrDefault(oldest.Publish.Key), oldest)) _byKey.Remove(oldest.Publish.Key);
        }
    }

    // Commits go on meanwhile, but none with a key, so the head at the start has all there are; what is trimmed while
    // this reads is as gone as if it had been read first.
    private async Task ReadAllAsync()
    {
        _byKey.Clear();
        _bySequence.Clear();
        var head = history.Head;
        foreach (var segment in head.Segments.Where(segment => segment.Keys > 0))
        {
            var record = await store.ReadSegmentAsync(segment);
            foreach (var publish in record?.Keys ?? []) Add(head.Epoch, publish);
        }

        foreach (var publish in head.Tail.Keys) Add(head.Epoch, publish);
        Trim();
    }

    private sealed record Entry(StreamEpoch Epoch, KeyedPublish Publish);
}
