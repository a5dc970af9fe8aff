using System.Runtime.InteropServices;

namespace OrleansSse.Grains.History;

/// <summary>
/// The newest events of a stream in memory: consecutive, of one epoch, bounded by count and bytes, but always at
/// least the tail, which is in memory anyway, and what is on its way to be told, within bounds of its own.
/// </summary>
internal sealed class RecentEvents(int maxEvents, long maxBytes)
{
    private readonly List<StreamEvent> _events = [];
    private int _start;
    private long _bytes;
    private int _atLeast;
    private long _neededAfter = long.MaxValue;

    /// <summary>The sequence of the oldest event here; meaningless when empty.</summary>
    public long First => Count == 0 ? 0 : _events[_start].Id.Sequence;

    private int Count => _events.Count - _start;

    private ReadOnlySpan<StreamEvent> Events => CollectionsMarshal.AsSpan(_events)[_start..];

    public void Clear()
    {
        _events.Clear();
        _start = 0;
        _bytes = 0;
    }

    /// <summary>Adds the events that follow, then drops the oldest over the bounds, but none of the last <paramref name="atLeast"/>.</summary>
    public void Append(ReadOnlySpan<StreamEvent> events, int atLeast)
    {
        _events.AddRange(events);
        foreach (var streamEvent in events) _bytes += streamEvent.Data.ByteCount;
        _atLeast = atLeast;
        Trim();
    }

    /// <summary>Keeps what follows a sequence, as far as <see cref="HistoryLimits"/> allow: somebody is about to be told of it.</summary>
    public void KeepAfter(long sequence)
    {
        _neededAfter = sequence;
        Trim();
    }

    private void Trim()
    {
        while (Count > _atLeast && IsToGo()) _bytes -= _events[_start++].Data.ByteCount;

        // Moving the rest down only when as much again has been dropped keeps the cost of a drop constant.
        if (_start > Count)
        {
            _events.RemoveRange(0, _start);
            _start = 0;
        }
    }

    private bool IsToGo() =>
        First > _neededAfter
            ? Count > HistoryLimits.UntoldEvents || _bytes > HistoryLimits.UntoldBytes
            : Count > maxEvents || _bytes > maxBytes;

    /// <summary>The events after a sequence, within bounds; false when they are not all here.</summary>
    public bool TryRead(long after, int maxCount, long maxSize, out ReadOnlySpan<StreamEvent> events)
    {
        events = default;
        if (Count == 0 || after < First - 1) return false;
        var rest = Events[(int)(after - First + 1)..];
        events = rest[..CountWithin(rest, maxCount, maxSize)];
        return true;
    }

    /// <summary>How many events from the start fit into a page; at least one, if there is one.</summary>
    public static int CountWithin(ReadOnlySpan<StreamEvent> events, int maxCount, long maxSize)
    {
        var count = 0;
        var size = 0L;
        while (count < events.Length && count < maxCount)
        {
            size += events[count].Data.ByteCount;
            if (size > maxSize && count > 0) break;
            count++;
        }

        return count;
    }
}
