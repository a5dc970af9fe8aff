namespace OrleansSse.Grains.History;

/// <summary>Clears the records of segments that left history, one at a time, behind the commits.</summary>
internal sealed class DiscardedSegments(IHistoryStore store, StreamHistory history, ICommitObserver observer)
{
    private readonly HashSet<SegmentInfo> _cleared = [];
    private SegmentInfo[] _tried = [];
    private Task _running = Task.CompletedTask;

    /// <summary>Those whose records are gone, and of which the next head need not know.</summary>
    public IReadOnlySet<SegmentInfo> Cleared => _cleared;

    /// <summary>Clears what there is. What failed is tried again when more leaves history, or by the next owner.</summary>
    public void Clear()
    {
        _cleared.IntersectWith(history.Head.Discarded);
        if (_running.IsCompleted) _running = ClearAllAsync();
    }

    /// <summary>Clears segments that no head names or ever will. What fails stays behind.</summary>
    public void Clear(IEnumerable<SegmentInfo> unnamed) => _ = ClearAllAsync(unnamed);

    private async Task ClearAllAsync()
    {
        while (!ReferenceEquals(_tried, history.Head.Discarded))
        {
            _tried = history.Head.Discarded;
            await ClearAllAsync(_tried.Where(segment => !_cleared.Contains(segment)));
        }
    }

    private async Task ClearAllAsync(IEnumerable<SegmentInfo> segments)
    {
        foreach (var segment in segments) await ClearAsync(segment);
    }

    // One that cannot be cleared does not keep the others.
    private async Task ClearAsync(SegmentInfo segment)
    {
        try
        {
            await store.ClearSegmentAsync(segment);
            _cleared.Add(segment);
        }
        catch (Exception exception)
        {
            observer.ClearFailed(exception);
        }
    }
}
