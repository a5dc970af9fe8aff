using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Storage;
using OrleansSse.Client.Subscriptions;
using OrleansSse.Grains.Entrance;
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
    HistoryStores stores,
    StreamSettings settings,
    StreamSubscriptions subscriptions,
    LocalEntrance entrance,
    TimeProvider time,
    EventStreamMetrics metrics,
    ILogger<EventStreamGrain> logger)
    : Grain, IEventStreamGrain, ICommitObserver, ILeaseLog
{
    private Task<OpenStream>? _stream;

    private EventStreamOptions Options => settings.Options;

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_stream is not { IsCompletedSuccessfully: true }) return;
        var stream = await _stream;
        try
        {
            await stream.Commits.Idle.WaitAsync(cancellationToken);
        }
        finally
        {
            stream.Leases.Revoke();
        }
    }

    public async Task<HistoryPage> Read(ReadRequest request) => await (await OpenForAsync(request)).ReadAsync(request);

    public async Task<StreamInfo> GetInfo()
    {
        var stream = await OpenAsync();
        var (history, head) = (stream.History, stream.History.Head);
        var first = history.First;
        return new(
            first, head.Position, head.Last - first + 1, head.Bytes, head.Segments.Length, stream.Leases.Count, history.Retention, stream.Durability,
            head.IsCompleted);
    }

    public async Task SetRetention(RetentionOverride? retention)
    {
        RetentionCheck.ThrowIfRefused(retention);
        await ChangeAsync(new RetentionChange(retention));
    }

    public Task Complete() => ChangeAsync(new CompleteChange());

    public Task Delete() => ChangeAsync(new DeleteChange());

    public async Task<HistoryPage> Attach(Guid lease, IStreamObserver observer, ReadRequest request)
    {
        var stream = await OpenForAsync(request);
        var page = await stream.ReadAsync(request);
        stream.Leases.Grant(lease, subscriptions.Near(observer), new(page.Head, page.IsCompleted));
        return page;
    }

    public async Task<StreamHead?> Renew(Guid lease)
    {
        var stream = await OpenAsync();
        return stream.Leases.TryRenew(lease) ? stream.History.Head.StreamHead : null;
    }

    public async Task Detach(Guid lease) => (await OpenAsync()).Leases.Remove(lease);

    void ICommitObserver.Committed(HistoryCommit commit, TimeSpan duration)
    {
        metrics.Committed(commit.Appended.Length, duration);
        var stream = _stream!.Result;
        stream.Leases.Push();
        stream.Snapshot.ForgetIfUnused();

        // History that only this activation has must not go while there is any of it.
        if (stream.Durability == Durability.Memory) DelayDeactivation(stream.History.Retention.MaxAge);
    }

    void ICommitObserver.CommitFailed(Exception exception)
    {
        metrics.CommitFailed();
        Log.CommitFailed(logger, this.GetPrimaryKeyString(), exception);
        // The next call reads what landed. A deactivation would have Orleans forward and in the end reject calls, so it is
        // only for what it alone can mend: another activation has written, and there must not be two.
        Leave(_stream!.Result);
        if (exception is InconsistentStateException) DeactivateOnIdle();
    }

    void ICommitObserver.ClearFailed(Exception exception) => Log.ClearFailed(logger, this.GetPrimaryKeyString(), exception);

    void ILeaseLog.PushFailed(Guid lease, Exception exception)
    {
        metrics.PushFailed();
        Log.PushFailed(logger, this.GetPrimaryKeyString(), lease, exception);
    }

    // A stream that could not be read is not an empty one: the next call reads it again.
    private Task<OpenStream> OpenAsync() => _stream is { IsFaulted: false } ? _stream : _stream = ReadStreamAsync();

    // A silo that was frozen does not know that its streams have moved. To a reader who does it would tell of a gap.
    private async Task<OpenStream> OpenForAsync(ReadRequest request)
    {
        var stream = await OpenAsync();
        if (!await stream.History.IsBehindAsync(request.Start.Position)) return stream;
        Leave(stream);
        DeactivateOnIdle();
        throw new StreamUnavailableException("The stream has moved; try again.");
    }

    private void Leave(OpenStream stream)
    {
        stream.Leases.Revoke();
        if (_stream is { IsCompletedSuccessfully: true } && ReferenceEquals(_stream.Result, stream)) _stream = null;
    }

    private async Task<OpenStream> ReadStreamAsync()
    {
        if (!StreamName.TryParse(this.GetPrimaryKeyString(), out var name, out var refusal)) throw new InvalidStreamNameException(refusal);

        var (durability, retention) = settings.For(name);
        var store = stores.Create(durability, GrainContext.GrainId);
        var history = new StreamHistory(store, retention, new(Options.RecentEvents, Options.RecentBytes), time);
        await history.OpenAsync();
        var keys = new KeyIndex(store, history);
        var discarded = new DiscardedSegments(store, history, this);
        var commits = new GroupCommit(store, history, keys, discarded, retention, time, this);
        var leases = new LeaseTable(history, Options.LeaseDuration, time, this);
        discarded.Clear();
        return new(durability, history, new(history, time), new(commits, keys, time), commits, leases);
    }

    private async Task ChangeAsync(StreamChange<bool> change)
    {
        (await OpenAsync()).Commits.Submit(change);
        await change.Completion;
    }

    private sealed record OpenStream(
        Durability Durability,
        StreamHistory History,
        SnapshotIndex Snapshot,
        HistoryPublisher Publisher,
        GroupCommit Commits,
        LeaseTable Leases)
    {
        public Task<HistoryPage> ReadAsync(ReadRequest request) =>
            request.Start.Kind == StreamStartKind.Snapshot ? Snapshot.ReadAsync(request) : History.ReadAsync(request);
    }
}
