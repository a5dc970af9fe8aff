using System.Security.Cryptography;

namespace OrleansSse.Grains.History;

/// <summary>
/// Stores changes in the order of their arrival, one commit at a time; all that arrives during one commit shares the
/// next. After the first failure nothing more is written: what landed is for the next owner to find out.
/// </summary>
internal sealed class GroupCommit(
    IHistoryStore store, StreamHistory history, KeyIndex keys, Retention retention, TimeProvider time, ICommitObserver observer)
{
    private readonly uint _token = (uint)RandomNumberGenerator.GetInt32(int.MinValue, int.MaxValue);
    private readonly HashSet<SegmentInfo> _cleared = [];
    private List<StreamChange> _pending = [];
    private Task _running = Task.CompletedTask;
    private bool _failed;

    /// <summary>Bytes of events that are not acknowledged yet.</summary>
    public long PendingBytes { get; private set; }

    /// <summary>Completes when nothing is pending.</summary>
    public Task Idle => _running;

    /// <summary>Puts a change in line.</summary>
    public void Submit(StreamChange change)
    {
        if (_failed)
        {
            change.Fail(Unknown(null));
            return;
        }

        PendingBytes += change.Bytes;
        _pending.Add(change);
        if (_running.IsCompleted) _running = CommitAllAsync();
    }

    /// <summary>Clears the records of segments that left history; what remains is tried again by the next owner.</summary>
    public async Task ClearDiscardedAsync()
    {
        foreach (var segment in history.Head.Discarded.Where(segment => !_cleared.Contains(segment)).ToArray())
        {
            await store.ClearSegmentAsync(segment);
            _cleared.Add(segment);
        }
    }

    private async Task CommitAllAsync()
    {
        while (_pending.Count > 0 && !_failed)
        {
            var changes = _pending;
            _pending = [];
            try
            {
                await CommitAsync(changes);
            }
            catch (Exception exception)
            {
                _failed = true;
                var unknown = Unknown(exception);
                foreach (var change in changes.Concat(_pending)) change.Fail(unknown);
                _pending.Clear();
                observer.CommitFailed(exception);
            }

            PendingBytes = _pending.Sum(static change => change.Bytes);
        }
    }

    private async Task CommitAsync(List<StreamChange> changes)
    {
        var started = time.GetTimestamp();
        var draft = new HistoryDraft(history.Head, time.GetUtcNow().ToUnixTimeMilliseconds());
        foreach (var change in changes) change.Apply(draft);

        if (draft.IsChanged)
        {
            var commit = draft.Seal(retention, _token, _cleared);
            if (commit.Segments.Count > 0)
            {
                await Task.WhenAll(commit.Segments.Select(segment => store.WriteSegmentAsync(segment.Info, segment.Record)));
            }

            await store.WriteHeadAsync(commit.Head);
            history.Advance(commit.Head, commit.Appended);
            keys.Trim();
            _cleared.IntersectWith(commit.Head.Discarded);
            observer.Committed(commit, time.GetElapsedTime(started));
        }

        foreach (var change in changes) change.Acknowledge();
    }

    private static OutcomeUnknownException Unknown(Exception? cause) => new(
        "The stream's storage failed, and whether the change was stored is not known. Retry a publish with the same "
        + "idempotency key; without a key, read the stream first.",
        cause is null ? null : new IOException($"{cause.GetType().Name}: {cause.Message}"));
}
