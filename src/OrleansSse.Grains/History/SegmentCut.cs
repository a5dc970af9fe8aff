namespace OrleansSse.Grains.History;

/// <summary>Cuts the tail into records.</summary>
internal static class SegmentCut
{
    /// <summary>Takes full segments from the start of a tail, until what is left of it is not full.</summary>
    public static List<(SegmentInfo Info, SegmentRecord Record)> Take(ref SegmentRecord tail, TimeSpan maxAge)
    {
        var segments = new List<(SegmentInfo, SegmentRecord)>();
        var maxSpan = maxAge.TotalMilliseconds / HistoryLimits.SegmentsPerAge;
        var start = 0;
        while (TryFill(tail.Events.AsSpan(start), maxSpan, out var count, out var bytes))
        {
            var record = tail.Slice(start..(start + count));
            segments.Add((SegmentInfo.Of(record, bytes), record));
            start += count;
        }

        if (start > 0) tail = tail.Slice(start..);
        return segments;
    }

    private static bool TryFill(ReadOnlySpan<StreamEvent> events, double maxSpan, out int count, out long bytes)
    {
        (count, bytes) = (0, 0);
        while (count < events.Length && count < HistoryLimits.SegmentEvents && bytes < HistoryLimits.SegmentBytes)
        {
            bytes += events[count++].Data.ByteCount;
        }

        return count == HistoryLimits.SegmentEvents
            || bytes >= HistoryLimits.SegmentBytes
            || (count > 0 && events[count - 1].UnixMilliseconds - events[0].UnixMilliseconds > maxSpan);
    }
}
