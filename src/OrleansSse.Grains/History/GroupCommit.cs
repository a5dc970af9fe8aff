namespace OrleansSse.Grains.History;

/// <summary>
/// Stores changes in the order of their arrival, one commit at a time; all that arrives during one commit shares the
/// next. After the first failure nothing more is written: what landed is for the next owner to find out.
/// </summary>
internal sealed class GroupCommit(
    IHistoryStore store,
    StreamHistory history,
    KeyIndex keys,
    DiscardedSegments discarded,
    Retention retention,
    TimeProvider time,
    ICommitObserver observer)
{
    private List<StreamChange> _pending = [];
    private Task _running = Task.CompletedTask;
    private bool _failed;
    private long _started;
    private TimeSpan _lastDuration;

    /// <summary>How long a commit takes: the last one, or the one that is under way if that takes longer.</summary>
    public TimeSpan Pace
    {
        get
        {
            var underWay = _running.IsCompleted ? TimeSpan.Zero : time.GetElapsedTime(_started);
            return underWay > _lastDuration ? underWay : _lastDuration;
        }
    }

    /// <summary>Completes when nothing is pending.</summary>
    public Task Idle => _running;

    /// <summary>Puts a change in line.</summary>
    public void Submit(StreamChange change)
    {
        if (_failed)
        {
            change.Fail(NotTried());
            return;
        }

        _pending.Add(change);
        if (_running.IsCompleted) _running = CommitAllAsync();
    }

    private async Task CommitAllAsync()
    {
        while (_pending.Count > 0)
        {
            (var changes, _pending) = (_pending, []);
            try
            {
                await CommitAsync(changes);
            }
            catch (Exception exception)
            {
                _failed = true;
                foreach (var change in changes) change.Fail(Unknown(exception));
                foreach (var change in _pending) change.Fail(NotTried());
                _pending.Clear();
                observer.CommitFailed(exception);
            }
        }
    }

    private async Task CommitAsync(List<StreamChange> changes)
    {
        _started = time.GetTimestamp();
        var draft = new HistoryDraft(history.Head, time.GetUtcNow().ToUnixTimeMilliseconds());
        foreach (var change in changes) change.Apply(draft);

        if (draft.IsChanged)
        {
            var commit = draft.Seal(retention, discarded.Cleared);
            if (commit.Segments.Count > 0) await WriteAsync(commit.Segments);
            await store.WriteHeadAsync(commit.Head);
            history.Advance(commit.Head, commit.Appended);
            keys.Trim();
            discarded.Clear();
            _lastDuration = time.GetElapsedTime(_started);
            observer.Committed(commit, _lastDuration);
        }

        foreach (var change in changes) change.Acknowledge();
    }

    private async Task WriteAsync(IReadOnlyList<(SegmentInfo Info, SegmentRecord Record)> segments)
    {
        try
        {
            await Task.WhenAll(segments.Select(segment => store.WriteSegmentAsync(segment.Info, segment.Record)));
        }
        catch
        {
            // No head will name any of them, and on a full disk they would take what room is left.
            discarded.Clear(segments.Select(static segment => segment.Info));
            throw;
        }
    }

    private static OutcomeUnknownException Unknown(Exception cause) => new(
        "The stream's storage failed, and whether the change was stored is not known. Retry a publish with the same "
        + "idempotency key; without a key, read the stream first.",
        new IOException($"{cause.GetType().Name}: {cause.Message}"));

    private static StreamUnavailableException NotTried() => new(
        "The stream's storage failed before this change was written; nothing was changed, try again.");
}
