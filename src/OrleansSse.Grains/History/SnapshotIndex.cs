namespace OrleansSse.Grains.History;

/// <summary>
/// The last event of each key in history, for readers who begin with those. One scan makes it when the first asks; whoever asks later has
/// it take what came since; when nobody has asked for a while it is forgotten. It holds no more than history does.
/// </summary>
internal sealed class SnapshotIndex(StreamHistory history, TimeProvider time)
{
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(5);

    private LastByKey _events = new();
    private StreamPosition _to;
    private long _first;
    private StreamGap? _lost;
    private Task _following = Task.CompletedTask;
    private long _asked;

    /// <summary>Reads one page; further pages, by <see cref="StreamStart.Next"/>, take what was committed meanwhile as they come to it.</summary>
    public async Task<HistoryPage> ReadAsync(ReadRequest request)
    {
        _asked = time.GetTimestamp();
        while (_to != history.Head.Position || history.First < _first)
        {
            // All who ask at once wait for the same scan.
            if (_following.IsCompleted) _following = FollowAsync();
            await _following;
        }

        // Nothing is awaited from here on: the page is of one head.
        _events.RemoveBefore(history.Head.First);
        if (_lost?.FirstKept.Sequence <= history.First) _lost = null;
        return Page(request);
    }

    /// <summary>Called when something is committed.</summary>
    public void ForgetIfUnused()
    {
        if (!_to.IsOrigin && _following.IsCompleted && time.GetElapsedTime(_asked) >= Memory) Forget();
    }

    private async Task FollowAsync()
    {
        // A longer retention shows again what had grown too old and was not dropped yet.
        var first = history.First;
        if (first < _first) Forget();
        var page = await history.ReadAsync(new(StreamStart.After(_to)));
        if (page.From.Epoch != _to.Epoch)
        {
            Clear();
            _first = first;
        }

        // What retention took is in no snapshot. But where a record is lost, so may be the last event of any key.
        if (page.Gap is not null && page.From.Sequence >= history.First)
        {
            Clear();
            _lost = page.Gap;
        }

        foreach (var streamEvent in page.Events) _events.Add(streamEvent);
        _to = page.To;
    }

    private void Forget()
    {
        Clear();
        (_to, _first) = (StreamPosition.Origin, 0);
    }

    private void Clear()
    {
        (_events, _lost) = (new(), null);
    }

    private HistoryPage Page(ReadRequest request)
    {
        var (head, asked) = (history.Head.Position, request.Start.Position);
        var isFirst = asked.IsOrigin || asked.Epoch != head.Epoch;
        var start = isFirst ? head with { Sequence = history.First - 1 } : asked;
        var gap = Gap(asked, start, head);
        var after = gap?.End ?? start;
        var hidden = Math.Max(after.Sequence, history.First - 1);

        var told = isFirst ? head.Sequence : request.Start.Value;
        var (events, isWhole) = Take(hidden, told, request);
        var from = gap is null && isFirst ? Before(events) ?? head : after;
        return new(from, events, head, gap, history.Head.IsCompleted) { End = isWhole ? head : null };
    }

    private StreamGap? Gap(StreamPosition asked, StreamPosition start, StreamPosition head) =>
        !asked.IsOrigin && asked.Epoch != head.Epoch ? new(asked, start.Next(), head, history.Head.Deleted.Contains(asked.Epoch))
        : start.Sequence > head.Sequence ? new(asked, head.Next(), head)
        : start.Sequence < _lost?.End.Sequence ? new(start, _lost.FirstKept, head)
        : null;

    // A reader who breaks off before the first event goes on with history from there, which has all that the snapshot has.
    private static StreamPosition? Before(StreamEvent[] events) =>
        events is [{ Id: var first }, ..] ? first with { Sequence = first.Sequence - 1 } : null;

    private (StreamEvent[] Events, bool IsWhole) Take(long after, long removedSince, ReadRequest request)
    {
        var taken = new List<StreamEvent>();
        var bytes = 0L;
        foreach (var streamEvent in _events.After(after))
        {
            // A reader is not told of the removal of what it was never told of.
            if (streamEvent.Data.RemovesKey && streamEvent.Id.Sequence <= removedSince) continue;
            if (streamEvent.IsExpired(time)) continue;
            bytes += streamEvent.Data.ByteCount;
            if (taken.Count > 0 && (taken.Count >= request.MaxEvents || bytes > request.MaxBytes)) return ([.. taken], false);
            taken.Add(streamEvent);
        }

        return ([.. taken], true);
    }
}
