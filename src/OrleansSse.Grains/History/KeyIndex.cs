namespace OrleansSse.Grains.History;

/// <summary>
/// The idempotency keys of the events in history. Those of the tail are known from the start; those of segments are read when
/// a publish needs to know of them, newest first, and no further back than its key can be.
/// </summary>
internal sealed class KeyIndex
{
    private readonly IHistoryStore _store;
    private readonly StreamHistory _history;
    private readonly Dictionary<string, Entry> _byKey = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _bySequence = new();
    private readonly Stack<SegmentInfo> _unread;
    private readonly StreamEpoch _unreadEpoch;
    private Task _reading = Task.CompletedTask;

    /// <summary>Indexes a history that has just been opened.</summary>
    public KeyIndex(IHistoryStore store, StreamHistory history)
    {
        (_store, _history, _unreadEpoch) = (store, history, history.Head.Epoch);
        _unread = new(history.Head.Segments.Where(static segment => segment.Keys > 0));
        foreach (var publish in history.Head.Tail.Keys) Add(history.Head.Epoch, publish);
    }

    /// <summary>
    /// Completes when all keys of publishes that were accepted at this time (Unix milliseconds) or later are known; no publish with
    /// such a key may be applied earlier.
    /// </summary>
    public async Task LoadAsync(long since)
    {
        while (_unread.TryPeek(out var newest) && newest.LastTime >= since)
        {
            if (_reading.IsCompleted) _reading = ReadAsync(newest);
            await _reading;
        }
    }

    /// <summary>The publish that used a key in an epoch; null if none did.</summary>
    public KeyedPublish? Find(StreamEpoch epoch, string key) =>
        _byKey.TryGetValue(key, out var entry) && entry.Epoch == epoch ? entry.Publish : null;

    public void Add(StreamEpoch epoch, KeyedPublish publish)
    {
        var entry = new Entry(epoch, publish);
        _byKey[publish.Key] = entry;
        _bySequence.AddLast(entry);
    }

    /// <summary>Forgets the keys whose events have left history.</summary>
    public void Trim()
    {
        var (epoch, first) = (_history.Head.Epoch, _history.Head.First);
        if (_unreadEpoch != epoch) _unread.Clear();
        while (_bySequence.First is { Value: var oldest } && (oldest.Epoch != epoch || oldest.Publish.Last < first))
        {
            _bySequence.RemoveFirst();
            if (ReferenceEquals(_byKey.GetValueOrDefault(oldest.Publish.Key), oldest)) _byKey.Remove(oldest.Publish.Key);
        }
    }

    // Commits go on meanwhile: what is trimmed while this reads is as gone as if it had been read first.
    private async Task ReadAsync(SegmentInfo segment)
    {
        var record = segment.Last >= _history.Head.First ? await _store.ReadSegmentAsync(segment) : null;
        if (!_unread.TryPeek(out var newest) || newest != segment) return;
        _unread.Pop();
        foreach (var publish in record?.Keys.Reverse() ?? []) AddOlder(new(_unreadEpoch, publish));
        Trim();
    }

    private void AddOlder(Entry entry)
    {
        // A key that came back after its first events had left history stands for what it stands for now.
        if (_byKey.TryAdd(entry.Publish.Key, entry)) _bySequence.AddFirst(entry);
    }

    private sealed record Entry(StreamEpoch Epoch, KeyedPublish Publish);
}
