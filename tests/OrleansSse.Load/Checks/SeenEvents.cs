using System.Net.ServerSentEvents;

namespace OrleansSse.Load.Checks;

/// <summary>What a subscriber has seen of one stream. Filled by one thread; counters may be read by any.</summary>
internal sealed class SeenEvents
{
    private readonly Dictionary<long, long> _tags = [];
    private StreamEpoch _epoch;
    private long _repeated;
    private long _disordered;
    private long _foreign;
    private long _first = long.MaxValue;
    private long _last;
    private long _count;

    /// <summary>How many events.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>The highest sequence; 0 before the first event.</summary>
    public long Last => Volatile.Read(ref _last);

    /// <summary>The first thing seen that was no event of this run; null when there was none.</summary>
    public string? FirstForeign { get; private set; }

    /// <summary>Takes what the subscriber got next.</summary>
    public void Add(SseItem<string> item)
    {
        if (item.EventType != SseParser.EventTypeDefault
            || !StreamPosition.TryParse(item.EventId, out var id)
            || TaggedData.TagOf(item.Data) is not { } tag
            || !IsOurEpoch(id.Epoch))
        {
            _foreign++;
            FirstForeign ??= $"event: {item.EventType}, id: {item.EventId}, data: {item.Data}";
            return;
        }

        if (!_tags.TryAdd(id.Sequence, tag)) _repeated++;
        else if (id.Sequence < _last) _disordered++;
        _first = Math.Min(_first, id.Sequence);
        Volatile.Write(ref _last, Math.Max(_last, id.Sequence));
        Volatile.Write(ref _count, _tags.Count);
    }

    /// <summary>
    /// The first sequence that a reader of history should have seen. What came before was dropped by retention, and that
    /// only if history is full: it goes by whole segments, so half of what it may keep is taken as full.
    /// </summary>
    /// <param name="retention">How many events the stream keeps.</param>
    public long FirstOwed(int retention) => _tags.Count >= retention / 2 ? _first : 1;

    /// <summary>Compares with what was acknowledged, once the subscriber has ended.</summary>
    /// <param name="acknowledged">All of it.</param>
    /// <param name="from">The first sequence that the subscriber should have seen.</param>
    public Faults Against(IEnumerable<AcknowledgedEvent> acknowledged, long from = 1)
    {
        var faults = new Faults
        {
            Repeated = _repeated,
            Disordered = _disordered,
            Doubled = _tags.Count - _tags.Values.Distinct().Count(),
            Foreign = _foreign,
        };
        foreach (var (id, tag) in acknowledged)
        {
            if (id.Sequence < from) continue;
            if (id.Epoch != _epoch || !_tags.TryGetValue(id.Sequence, out var seen)) faults = faults with { Lost = faults.Lost + 1 };
            else if (seen != tag) faults = faults with { Altered = faults.Altered + 1 };
        }

        return faults;
    }

    private bool IsOurEpoch(StreamEpoch epoch)
    {
        if (_tags.Count == 0) _epoch = epoch;
        return epoch == _epoch;
    }
}
