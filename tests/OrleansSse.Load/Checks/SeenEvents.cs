using System.Net.ServerSentEvents;

namespace OrleansSse.Load.Checks;

/// <summary>What a subscriber has seen of one stream. Filled by one thread; the rest may be asked by any.</summary>
internal sealed class SeenEvents
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, long> _tags = [];
    private StreamEpoch _epoch;
    private BrokenPromises _broken;
    private long _first = long.MaxValue;
    private long _last;
    private long _count;

    /// <summary>How many events.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>The highest sequence; 0 before the first event.</summary>
    public long Last => Volatile.Read(ref _last);

    /// <summary>Takes what the subscriber got next; true when it is an event that it had not seen.</summary>
    public bool Add(SseItem<string> item)
    {
        // To be told to come back is no breach: what was missed is seen then.
        if (ErrorEvent.CodeOf(item) == ErrorCodes.Unavailable) return false;
        lock (_lock)
        {
            if (item.EventType != SseParser.EventTypeDefault
                || !StreamPosition.TryParse(item.EventId, out var id)
                || TaggedData.TagOf(item.Data) is not { } tag
                || !IsOurEpoch(id.Epoch))
            {
                _broken += new BrokenPromises { Foreign = 1, First = $"event: {item.EventType}, id: {item.EventId}, data: {item.Data}" };
                return false;
            }

            if (!_tags.TryAdd(id.Sequence, tag))
            {
                _broken += new BrokenPromises { Repeated = 1, First = $"{id} was repeated" };
                return false;
            }

            if (id.Sequence < _last) _broken += new BrokenPromises { Disordered = 1, First = $"{id} came after {id with { Sequence = _last }}" };
            _first = Math.Min(_first, id.Sequence);
            Volatile.Write(ref _last, Math.Max(_last, id.Sequence));
            Volatile.Write(ref _count, _tags.Count);
            return true;
        }
    }

    /// <summary>
    /// The first sequence that a reader of history should have seen. What came before was dropped by retention, and that
    /// only if history is full: it goes by whole segments, so half of what it may keep is taken as full.
    /// </summary>
    /// <param name="retention">How many events the stream keeps.</param>
    public long FirstOwed(int retention)
    {
        lock (_lock) return _tags.Count >= retention / 2 ? _first : 1;
    }

    /// <summary>Compares with what was acknowledged, once all of it can have been seen.</summary>
    /// <param name="acknowledged">All of it.</param>
    /// <param name="from">The first sequence that the subscriber should have seen.</param>
    public BrokenPromises Against(IEnumerable<AcknowledgedEvent> acknowledged, long from = 1)
    {
        lock (_lock)
        {
            var broken = _broken + Doubled();
            foreach (var (id, tag) in acknowledged)
            {
                if (id.Sequence < from) continue;
                if (id.Epoch != _epoch || !_tags.TryGetValue(id.Sequence, out var seen))
                    broken += new BrokenPromises { Lost = 1, First = $"{id} was lost" };
                else if (seen != tag)
                    broken += new BrokenPromises { Altered = 1, First = $"{id} has the data of event {seen:x16}, not of {tag:x16}" };
            }

            return broken;
        }
    }

    private BrokenPromises Doubled()
    {
        var tags = new HashSet<long>(_tags.Count);
        var broken = new BrokenPromises();
        foreach (var (sequence, tag) in _tags)
        {
            if (!tags.Add(tag)) broken += new BrokenPromises { Doubled = 1, First = $"event {tag:x16} was stored again as {_epoch}-{sequence}" };
        }

        return broken;
    }

    private bool IsOurEpoch(StreamEpoch epoch)
    {
        if (_tags.Count == 0) _epoch = epoch;
        return epoch == _epoch;
    }
}
