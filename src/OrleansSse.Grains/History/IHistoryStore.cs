namespace OrleansSse.Grains.History;

/// <summary>Where one stream's records lie. Any exception means that the outcome is unknown.</summary>
internal interface IHistoryStore
{
    /// <summary>The stored head; <see cref="HeadRecord.Absent"/> only if there is surely none.</summary>
    Task<HeadRecord> ReadHeadAsync();

    /// <summary>The head as it is stored by now, whoever stored it; what <see cref="WriteHeadAsync"/> replaces stays the same.</summary>
    Task<HeadRecord> PeekHeadAsync();

    /// <summary>Replaces the head, if it is still the one that <see cref="ReadHeadAsync"/> read or this wrote last.</summary>
    Task WriteHeadAsync(HeadRecord head);

    /// <summary>A segment's record; null if there is surely none.</summary>
    Task<SegmentRecord?> ReadSegmentAsync(SegmentInfo segment);

    Task WriteSegmentAsync(SegmentInfo segment, SegmentRecord record);

    /// <summary>Removes a segment's record; it need not exist.</summary>
    Task ClearSegmentAsync(SegmentInfo segment);
}
