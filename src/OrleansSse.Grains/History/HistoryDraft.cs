namespace OrleansSse.Grains.History;

/// <summary>The next head in the making: collects the changes of one group commit.</summary>
/// <param name="committed">The head that is stored.</param>
/// <param name="now">The time of the commit in Unix milliseconds.</param>
internal sealed class HistoryDraft(HeadRecord committed, long now)
{
    private readonly HeadRecord _committed = committed;
    private readonly List<StreamEvent> _events = [];
    private readonly List<KeyedPublish> _keys = [];
    private readonly long _time = Math.Max(now, committed.LastTime);
    private HeadRecord _base = committed;

    public StreamPosition Last => new(_base.Epoch, _base.Last + _events.Count);

    public bool IsChanged => _events.Count > 0 || !ReferenceEquals(_base, _committed);

    /// <inheritdoc cref="HeadRecord.IsCompleted"/>
    public bool IsCompleted => _base.IsCompleted;

    /// <inheritdoc cref="HeadRecord.ReachesBackTo"/>
    public bool ReachesBackTo(long unixMilliseconds) => _base.ReachesBackTo(unixMilliseconds);

    /// <summary>Adds events; returns the sequence of the first.</summary>
    public long Append(IReadOnlyList<EventData> events)
    {
        Begin();
        var first = Last.Sequence + 1;
        for (var i = 0; i < events.Count; i++) _events.Add(new StreamEvent(new(_base.Epoch, first + i), _time, events[i]));
        return first;
    }

    public void Remember(KeyedPublish key) => _keys.Add(key);

    public void SetRetention(RetentionOverride? retention)
    {
        Begin();
        _base = _base with { Retention = retention };
    }

    /// <summary>Has it take no more events in this epoch.</summary>
    public void Complete()
    {
        if (IsCompleted) return;
        Begin();
        _base = _base with { IsCompleted = true };
    }

    /// <summary>Removes all events and the stream's own retention, and begins a new epoch.</summary>
    public void Delete()
    {
        if (Last.Sequence == 0 && _base.Retention is null && !IsCompleted) return;
        _events.Clear();
        _keys.Clear();
        _base = new HeadRecord
        {
            Epoch = StreamEpoch.New(),
            Discarded = Newest(_base.Discarded.Concat(_base.Segments)),
            Deleted = [.. _base.Deleted.Append(_base.Epoch).TakeLast(HistoryLimits.Deleted)],
        };
    }

    /// <summary>Cuts what was collected into records, and drops what retention no longer keeps.</summary>
    /// <param name="options">Retention as the options have it.</param>
    /// <param name="cleared">Discarded segments whose records are known to be gone.</param>
    public HistoryCommit Seal(Retention options, IReadOnlySet<SegmentInfo> cleared)
    {
        var retention = _base.Retention?.Over(options) ?? options;
        var tail = new SegmentRecord([.. _base.Tail.Events, .. _events], [.. _base.Tail.Keys, .. _keys]);
        var written = SegmentCut.Take(ref tail, retention.MaxAge);
        SegmentInfo[] segments = written.Count == 0 ? _base.Segments : [.. _base.Segments, .. written.Select(static s => s.Info)];

        var dropped = Trimming.Count(segments, tail.Events, retention, Last.Sequence, _time);
        var stored = Math.Min(dropped.Segments, _base.Segments.Length);
        written.RemoveRange(0, dropped.Segments - stored);
        if (dropped.Segments > 0) segments = segments[dropped.Segments..];
        if (dropped.Events > 0) tail = tail.Slice(dropped.Events..);

        var oldest = segments is [var segment, ..] ? segment.First : tail.Events is [var e, ..] ? e.Id.Sequence : Last.Sequence + 1;
        var head = _base with
        {
            // Never back: a longer retention does not return what has left, nor the keys that left with it.
            First = Math.Max(Math.Max(_base.First, oldest), Last.Sequence - retention.MaxEvents + 1),
            Last = Last.Sequence,
            Segments = segments,
            Tail = tail,
            Discarded = Discard(_base.Segments[..stored], cleared),
        };
        return new(head, written, [.. _events]);
    }

    // The first change of an absent stream gives it its epoch.
    private void Begin()
    {
        if (_base.Epoch.IsOrigin) _base = _base with { Epoch = StreamEpoch.New() };
    }

    private SegmentInfo[] Discard(SegmentInfo[] dropped, IReadOnlySet<SegmentInfo> cleared)
    {
        if (dropped.Length == 0 && cleared.Count == 0) return _base.Discarded;
        var waiting = _base.Discarded.Where(segment => !cleared.Contains(segment));
        return Newest(waiting.Concat(dropped));
    }

    private static SegmentInfo[] Newest(IEnumerable<SegmentInfo> discarded) => [.. discarded.TakeLast(HistoryLimits.Discarded)];
}
