using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using OrleansSse.Grains.History;
using OrleansSse.Grains.Leases;
using OrleansSse.Grains.Options;
using OrleansSse.Grains.Storage;

namespace OrleansSse.Grains;

/// <summary>
/// One stream as a grain. Calls interleave at every await; the order of events is made in <see cref="GroupCommit"/>, and
/// what has been committed lies in <see cref="StreamHistory"/>.
/// </summary>
[Reentrant]
internal sealed partial class EventStreamGrain(
    HistoryStores stores, StreamSettings settings, TimeProvider time, EventStreamMetrics metrics, ILogger<EventStreamGrain> logger)
    : Grain, IEventStreamGrain, ICommitObserver, ILeaseLog
{
    private Task<OpenStream> _stream = null!;

    private EventStreamOptions Options => settings.Options;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // Not awaited: a failed activation would reach callers as a rejected message instead of our exception.
        _stream = OpenAsync();
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (!_stream.IsCompletedSuccessfully) return;
        var stream = await _stream;
        await stream.Commits.Idle.WaitAsync(cancellationToken);
        stream.Leases.Revoke();
    }

    public async Task<PublishResult> Publish(PublishRequest request)
    {
        PublishCheck.ThrowIfRefused(request, Options);
        var stream = await _stream;
        if (request.IdempotencyKey is not null) await stream.Keys.LoadAsync();
        if (stream.Commits.PendingBytes > Options.MaxPendingBytes)
        {
            throw new StreamOverloadedException("More waits for storage on this stream than may; publish again later.", TimeSpan.FromSeconds(1));
        }

        var change = new PublishChange(request, stream.Keys);
        stream.Commits.Submit(change);
        return await change.Completion ?? throw new PublishRefusedException(
            ErrorCodes.IdempotencyKeyReused, "This idempotency key was used with other events; choose a new key for new events.");
    }

    public async Task<HistoryPage> Read(ReadRequest request) => await (await _stream).History.ReadAsync(request);

    public async Task<StreamInfo> GetInfo()
    {
        var stream = await _stream;
        var (history, head) = (stream.History, stream.History.Head);
        var first = history.First;
        return new(
            first, head.Position, head.Last - first + 1, head.Bytes, head.Segments.Length, stream.Leases.Count, history.Retention, stream.Durability);
    }

    public async Task SetRetention(RetentionOverride? retention)
    {
        RetentionCheck.ThrowIfRefused(retention);
        await ChangeAsync(new RetentionChange(retention));
    }

    public Task Delete() => ChangeAsync(new DeleteChange());

    public async Task<HistoryPage> Attach(Guid lease, IStreamObserver observer, ReadRequest request)
    {
        var stream = await _stream;
        stream.Leases.Grant(lease, observer);
        return await stream.History.ReadAsync(request);
    }

    public async Task<StreamPosition?> Renew(Guid lease)
    {
        var stream = await _stream;
        return stream.Leases.TryRenew(lease) ? stream.History.Head.Position : null;
    }

    public async Task Detach(Guid lease) => (await _stream).Leases.Remove(lease);

    void ICommitObserver.Committed(HistoryCommit commit, TimeSpan duration)
    {
        metrics.Committed(commit.Appended.Length, duration);
        var stream = _stream.Result;
        stream.Leases.Push();
        if (commit.Head.Discarded.Length > 0) _ = ClearDiscardedAsync(stream);

        // History that only this activation has must not go while there is any of it.
        if (stream.Durability == Durability.Memory) DelayDeactivation(stream.History.Retention.MaxAge);
    }

    void ICommitObserver.CommitFailed(Exception exception)
    {
        metrics.CommitFailed();
        Log.CommitFailed(logger, this.GetPrimaryKeyString(), exception);
        _stream.Result.Leases.Revoke();
        DeactivateOnIdle();
    }

    void ILeaseLog.PushFailed(Guid lease, Exception exception)
    {
        metrics.PushFailed();
        Log.PushFailed(logger, this.GetPrimaryKeyString(), lease, exception);
    }

    private async Task<OpenStream> OpenAsync()
    {
        try
        {
            if (!StreamName.TryParse(this.GetPrimaryKeyString(), out var name, out var refusal)) throw new InvalidStreamNameException(refusal);

            var (durability, retention) = settings.For(name);
            var store = stores.Create(durability, GrainContext.GrainId);
            var history = new StreamHistory(store, retention, new(Options.RecentEvents, Options.RecentBytes), time);
            await history.OpenAsync();
            var keys = new KeyIndex(store, history);
            var commits = new GroupCommit(store, history, keys, retention, time, this);
            var leases = new LeaseTable(history, Options.LeaseDuration, time, this);
            var stream = new OpenStream(durability, history, keys, commits, leases);
            _ = ClearDiscardedAsync(stream);
            return stream;
        }
        catch
        {
            // A stream that could not be read is not an empty one; the next call starts afresh.
            DeactivateOnIdle();
            throw;
        }
    }

    private async Task ChangeAsync(StreamChange<bool> change)
    {
        (await _stream).Commits.Submit(change);
        await change.Completion;
    }

    private async Task ClearDiscardedAsync(OpenStream stream)
    {
        try
        {
            await stream.Commits.ClearDiscardedAsync();
        }
        catch (Exception exception)
        {
            Log.ClearFailed(logger, this.GetPrimaryKeyString(), exception);
        }
    }

    private sealed record OpenStream(
        Durability Durability, StreamHistory History, KeyIndex Keys, GroupCommit Commits, LeaseTable Leases);
}
