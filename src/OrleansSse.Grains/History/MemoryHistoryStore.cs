namespace OrleansSse.Grains.History;

/// <summary>The records of a stream that is not to outlive its silo: kept by reference, in the activation.</summary>
internal sealed class MemoryHistoryStore : IHistoryStore
{
    private readonly Dictionary<string, SegmentRecord> _segments = [];
    private HeadRecord _head = HeadRecord.Absent;

    public Task<HeadRecord> ReadHeadAsync() => Task.FromResult(_head);

    public Task<HeadRecord> PeekHeadAsync() => Task.FromResult(_head);

    public Task WriteHeadAsync(HeadRecord head)
    {
        _head = head;
        return Task.CompletedTask;
    }

    public Task<SegmentRecord?> ReadSegmentAsync(SegmentInfo segment) => Task.FromResult(_segments.GetValueOrDefault(segment.Name));

    public Task WriteSegmentAsync(SegmentInfo segment, SegmentRecord record)
    {
        _segments.Add(segment.Name, record);
        return Task.CompletedTask;
    }

    public Task ClearSegmentAsync(SegmentInfo segment)
    {
        _segments.Remove(segment.Name);
        return Task.CompletedTask;
    }
}
