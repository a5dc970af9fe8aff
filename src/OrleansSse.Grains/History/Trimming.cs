namespace OrleansSse.Grains.History;

/// <summary>Finds what retention no longer keeps: whole segments, oldest first, and only then single events of the tail.</summary>
internal static class Trimming
{
    /// <summary>How many segments, and how many events of the tail, are to go.</summary>
    public static (int Segments, int Events) Count(
        SegmentInfo[] segments, StreamEvent[] tail, Retention retention, long last, long now)
    {
        var firstByCount = last - retention.MaxEvents + 1;
        var oldestTime = now - (long)retention.MaxAge.TotalMilliseconds;
        var bytes = 0L;
        foreach (var segment in segments) bytes += segment.Bytes;
        foreach (var streamEvent in tail) bytes += streamEvent.Data.ByteCount;

        var drop = 0;
        while (drop < segments.Length
            && (segments.Length - drop > HistoryLimits.Segments || IsToGo(segments[drop].Last, segments[drop].LastTime)))
        {
            bytes -= segments[drop++].Bytes;
        }

        var start = 0;
        while (drop == segments.Length && start < tail.Length && IsToGo(tail[start].Id.Sequence, tail[start].UnixMilliseconds))
        {
            bytes -= tail[start++].Data.ByteCount;
        }

        return (drop, start);

        // The newest event stays even if it alone has more bytes than are to be kept.
        bool IsToGo(long sequence, long time) =>
            sequence < firstByCount || time < oldestTime || (bytes > retention.MaxBytes && sequence < last);
    }
}
