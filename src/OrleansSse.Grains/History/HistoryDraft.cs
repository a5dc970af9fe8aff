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

    /// <summary>Removes all events and begins a new epoch.</summary>
    public void Delete()
    {
        if (Last.Sequence == 0 && _base.Retention is null) return;
        _events.Clear();
        _keys.Clear();
        _base = new HeadRecord { Epoch = StreamEpoch.New(), Discarded = [.. _base.Discarded, .. _base.Segments] };
    }

    /// <summary>Cuts what was collected into records, and drops what retention no longer keeps.</summary>
    /// <param name="options">Retention as the options have it.</param>
    /// <param name="token">The name of this activation in segment names.</param>
    /// <param name="cleared">Discarded segments whose records are known to be gone.</param>
    public HistoryCommit Seal(Retention options, uint token, IReadOnlySet<SegmentInfo> cleared)
    {
        var retention = _base.Retention?.Over(options) ?? options;
        var tail = new SegmentRecord([.. _base.Tail.Events, .. _events], [.. _base.Tail.Keys, .. _keys]);
        var segments = _base.Segments.ToList();
        var written = new List<(SegmentInfo Info, SegmentRecord Record)>();
        while (TakeSegment(ref tail, retention, token) is { } segment)
        {
            segments.Add(segment.Info);
            written.Add(segment);
        }

        var trimmed = Trim(segments, ref tail, retention, Last.Sequence, _time);
        written.RemoveAll(segment => trimmed.Contains(segment.Info));
        var discarded = _base.Discarded
            .Where(segment => !cleared.Contains(segment))
            .Concat(trimmed.Where(segment => _base.Segments.Contains(segment)))
            .TakeLast(HistoryLimits.Discarded);

        var first = segments is [var oldest, ..] ? oldest.First : tail.Events is [var e, ..] ? e.Id.Sequence : Last.Sequence + 1;
        var head = _base with
        {
            First = Math.Max(first, Last.Sequence - retention.MaxEvents + 1),
            Last = Last.Sequence,
            Segments = [.. segments],
            Tail = tail,
            Discarded = [.. discarded],
        };
        return new(head, written, [.. _events]);
    }

    // The first change of an absent stream gives it its epoch.
    private void Begin()
    {
        if (_base.Epoch.IsOrigin) _base = _base with { Epoch = StreamEpoch.New() };
    }

    private static (SegmentInfo Info, SegmentRecord Record)? TakeSegment(ref SegmentRecord tail, Retention retention, uint token)
    {
        var count = 0;
        var bytes = 0L;
        while (count < tail.Events.Length && count < HistoryLimits.SegmentEvents && bytes < HistoryLimits.SegmentBytes)
        {
            bytes += tail.Events[count++].Data.ByteCount;
        }

        if (count == 0) return null;
        var span = tail.Events[count - 1].UnixMilliseconds - tail.Events[0].UnixMilliseconds;
        var full = count == HistoryLimits.SegmentEvents
            || bytes >= HistoryLimits.SegmentBytes
            || span > retention.MaxAge.TotalMilliseconds / HistoryLimits.SegmentsPerAge;
        if (!full) return null;

        var last = tail.Events[count - 1];
        var record = new SegmentRecord(tail.Events[..count], [.. tail.Keys.Where(key => key.Last <= last.Id.Sequence)]);
        var info = new SegmentInfo(tail.Events[0].Id.Sequence, count, bytes, last.UnixMilliseconds, record.Keys.Length, token);
        tail = new(tail.Events[count..], [.. tail.Keys.Where(key => key.Last > last.Id.Sequence)]);
        return (info, record);
    }

    // Segments go as a whole, oldest first; only what is not sealed yet is trimmed event by event.
    private static SegmentInfo[] Trim(
        List<SegmentInfo> segments, ref SegmentRecord tail, Retention retention, long last, long now)
    {
        var firstByCount = last - retention.MaxEvents + 1;
        var oldestTime = now - (long)retention.MaxAge.TotalMilliseconds;
        var bytes = segments.Sum(static segment => segment.Bytes) + tail.Events.Sum(static e => (long)e.Data.ByteCount);

        var drop = 0;
        while (drop < segments.Count
            && (segments[drop].Last < firstByCount
                || segments[drop].LastTime < oldestTime
                || bytes > retention.MaxBytes
                || segments.Count - drop > HistoryLimits.Segments))
        {
            bytes -= segments[drop++].Bytes;
        }

        SegmentInfo[] trimmed = [.. segments[..drop]];
        segments.RemoveRange(0, drop);
        if (segments.Count > 0) return trimmed;

        // The newest event stays even if it alone has more bytes than are to be kept.
        var events = tail.Events;
        var start = 0;
        while (start < events.Length
            && (events[start].Id.Sequence < firstByCount
                || events[start].UnixMilliseconds < oldestTime
                || (bytes > retention.MaxBytes && start < events.Length - 1)))
        {
            bytes -= events[start++].Data.ByteCount;
        }

        if (start > 0)
        {
            var first = start < events.Length ? events[start].Id.Sequence : last + 1;
            tail = new(events[start..], [.. tail.Keys.Where(key => key.Last >= first)]);
        }

        return trimmed;
    }
}
