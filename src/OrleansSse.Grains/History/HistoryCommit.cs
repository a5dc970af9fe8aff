namespace OrleansSse.Grains.History;

/// <summary>What one group commit writes.</summary>
/// <param name="Head">The new head, written last.</param>
/// <param name="Segments">Records that the new head names, written before it.</param>
/// <param name="Appended">The events that become visible when the head is stored.</param>
internal sealed record HistoryCommit(
    HeadRecord Head, IReadOnlyList<(SegmentInfo Info, SegmentRecord Record)> Segments, StreamEvent[] Appended);
