namespace OrleansSse.Grains.History;

/// <summary>
/// The committed events of a stream. Reads interleave with commits: whatever a read awaits, it looks at the committed
/// head anew afterwards.
/// </summary>
internal sealed class StreamHistory(IHistoryStore store, Retention retention, RecentEvents recent, TimeProvider time)
{
    /// <summary>The committed head.</summary>
    public HeadRecord Head { get; private set; } = HeadRecord.Absent;

    /// <summary>The retention in force.</summary>
    public Retention Retention => Head.Retention?.Over(retention) ?? retention;

    /// <summary>The first sequence that history keeps by now: age runs also while nothing is committed.</summary>
    public long First
    {
        get
        {
            var oldest = time.GetUtcNow().ToUnixTimeMilliseconds() - (long)Retention.MaxAge.TotalMilliseconds;
            var first = Array.Find(Head.Segments, segment => segment.LastTime >= oldest)?.First
                ?? Array.Find(Head.Tail.Events, streamEvent => streamEvent.UnixMilliseconds >= oldest)?.Id.Sequence
                ?? Head.Last + 1;
            return Math.Max(first, Head.First);
        }
    }

    /// <summary>Reads the stored head.</summary>
    public async Task OpenAsync()
    {
        var head = await store.ReadHeadAsync();
        Advance(head, head.Tail.Events);
    }

    /// <summary>
    /// True if what is stored knows a position that this history does not: another owner has gone on with the stream. Looks at the
    /// storage only when asked for what this history does not know.
    /// </summary>
    public async Task<bool> IsBehindAsync(StreamPosition position) =>
        !Head.Knows(position) && (await store.PeekHeadAsync()).Knows(position) && !Head.Knows(position);

    /// <summary>Shows what has been stored to readers.</summary>
    public void Advance(HeadRecord head, StreamEvent[] appended)
    {
        if (head.Epoch != Head.Epoch) recent.Clear();
        Head = head;
        recent.Append(appended, head.Tail.Events.Length);
    }

    /// <summary>Keeps what follows a sequence in memory for whoever is still to be told of it; <see cref="long.MaxValue"/>: nobody is.</summary>
    public void KeepRecentAfter(long sequence) => recent.KeepAfter(sequence);

    /// <summary>The events after a position, if they are all in memory; bounds as in <see cref="ReadRequest"/>.</summary>
    public bool TryReadRecent(StreamPosition after, int maxEvents, int maxBytes, out StreamEvent[] events)
    {
        events = [];
        if (after.Epoch != Head.Epoch || !recent.TryRead(after.Sequence, maxEvents, maxBytes, out var found)) return false;
        events = found.ToArray();
        return true;
    }

    /// <summary>Reads one page, which ends at the end of a segment where it comes from storage.</summary>
    public async Task<HistoryPage> ReadAsync(ReadRequest request)
    {
        var maxEvents = Math.Max(1, request.MaxEvents);
        var (before, gap) = await LocateAsync(request.Start);
        var asked = request.Start.Kind == StreamStartKind.After ? request.Start.Position : before;
        while (before.Sequence < Head.Last)
        {
            if (TryReadRecent(before, maxEvents, request.MaxBytes, out var events)) return Page(events);

            var segment = Array.FindLast(Head.Segments, segment => segment.First <= before.Sequence + 1)
                ?? throw new InvalidOperationException($"No segment holds {before.Next()}.");
            if (await store.ReadSegmentAsync(segment) is { } record)
            {
                var rest = record.Events.AsSpan((int)(before.Sequence - segment.First + 1)..);
                return Page(rest[..RecentEvents.CountWithin(rest, maxEvents, request.MaxBytes)].ToArray());
            }

            // Retention or a deletion dropped it meanwhile: as if asked only now.
            if (!Head.Segments.Contains(segment)) return await ReadAsync(request);

            // It was lost, or dropped by another owner. Its events are gone, and the reader is told.
            var kept = before with { Sequence = Math.Max(segment.Last + 1, First) };
            gap = new(asked, kept, Head.Position, gap is { IsDeletion: true });
            before = kept with { Sequence = kept.Sequence - 1 };
        }

        return Page([]);

        HistoryPage Page(StreamEvent[] events) => new(before, events, Head.Position, gap, Head.IsCompleted);
    }

    private async Task<(StreamPosition From, StreamGap? Gap)> LocateAsync(StreamStart start)
    {
        if (start.Kind == StreamStartKind.After) return After(start.Position);

        var before = start.Kind switch
        {
            StreamStartKind.Latest => Head.Last,
            StreamStartKind.Earliest => First - 1,
            StreamStartKind.Recent => Math.Max(First - 1, Head.Last - Math.Max(0, start.Value)),
            StreamStartKind.Since => await LastBeforeAsync(start.Value),
            _ => throw new ArgumentOutOfRangeException(nameof(start), start.Kind, "Unknown start."),
        };
        return (Head.Position with { Sequence = before }, null);
    }

    private (StreamPosition From, StreamGap? Gap) After(StreamPosition asked)
    {
        var beforeFirst = Head.Position with { Sequence = First - 1 };
        var from =
            asked.IsOrigin || asked.Epoch != Head.Epoch ? beforeFirst
            : asked.Sequence > Head.Last ? Head.Position
            : asked.Sequence < beforeFirst.Sequence ? beforeFirst
            : asked;
        var complete = from == asked || (asked.IsOrigin && from.Sequence == 0);
        return (from, complete ? null : new(asked, from.Next(), Head.Position, Head.Deleted.Contains(asked.Epoch)));
    }

    // The sequence before the first event of that time or later.
    private async Task<long> LastBeforeAsync(long unixMilliseconds)
    {
        var epoch = Head.Epoch;
        var segment = Array.Find(Head.Segments, segment => segment.LastTime >= unixMilliseconds);
        var events = segment is null ? Head.Tail.Events : (await store.ReadSegmentAsync(segment))?.Events ?? [];
        // Deleted meanwhile: all that there is now came after what was read.
        if (Head.Epoch != epoch) return First - 1;

        var first = Array.Find(events, streamEvent => streamEvent.UnixMilliseconds >= unixMilliseconds)?.Id.Sequence
            ?? segment?.First
            ?? Head.Last + 1;
        return Math.Max(first, First) - 1;
    }
}
