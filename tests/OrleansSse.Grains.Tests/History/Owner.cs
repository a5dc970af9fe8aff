using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Storage;
using OrleansSse.Grains.History;
using OrleansSse.Grains.Storage;

namespace OrleansSse.Grains.Tests.History;

/// <summary>An owner of a stream, composed as an activation of the grain composes it, but without Orleans.</summary>
internal sealed class Owner : ICommitObserver
{
    public const string Stream = "stream";

    public static readonly TimeSpan StorageTimeout = TimeSpan.FromSeconds(10);

    private readonly GroupCommit _commits;
    private readonly HistoryPublisher _publisher;

    private Owner(IHistoryStore store, StreamHistory history, TimeProvider time, Retention retention)
    {
        History = history;
        Snapshot = new(history, time);
        var keys = new KeyIndex(store, history);
        Discarded = new(store, history, this);
        _commits = new(store, history, keys, Discarded, retention, time, this);
        _publisher = new(_commits, keys, time);
    }

    public StreamHistory History { get; }

    public SnapshotIndex Snapshot { get; }

    public DiscardedSegments Discarded { get; }

    public List<HistoryCommit> Commits { get; } = [];

    public List<Exception> CommitFailures { get; } = [];

    public List<Exception> ClearFailures { get; } = [];

    public static Task<Owner> OpenAsync(
        IGrainStorage storage, TimeProvider time, Retention? retention = null, int recentEvents = 1024, string stream = Stream) =>
        OpenAsync(new GrainHistoryStore(storage, GrainId.Create("stream", stream), StorageTimeout, time, NullLogger.Instance), time, retention, recentEvents);

    public static async Task<Owner> OpenAsync(
        IHistoryStore store, TimeProvider time, Retention? retention = null, int recentEvents = 1024)
    {
        retention ??= new();
        var history = new StreamHistory(store, retention, new(recentEvents, 1 << 20), time);
        await history.OpenAsync();
        var owner = new Owner(store, history, time, retention);
        owner.Discarded.Clear();
        return owner;
    }

    public Task<PublishResult> PublishAsync(PublishRequest request) => _publisher.PublishAsync(request);

    public Task<PublishReport[]> PublishAsync(PublishRequest[] requests) => _publisher.PublishAsync(requests);

    public Task<PublishResult> PublishAsync(params EventData[] events) => PublishAsync(new PublishRequest(events));

    public Task CompleteAsync() => SubmitAsync(new CompleteChange());

    public Task DeleteAsync() => SubmitAsync(new DeleteChange());

    public Task SetRetentionAsync(RetentionOverride? retention) => SubmitAsync(new RetentionChange(retention));

    public Task<HistoryPage> ReadAsync(
        StreamStart start, int maxEvents = ReadRequest.DefaultMaxEvents, int maxBytes = ReadRequest.DefaultMaxBytes)
    {
        var request = new ReadRequest(start, maxEvents, maxBytes);
        return start.Kind == StreamStartKind.Snapshot ? Snapshot.ReadAsync(request) : History.ReadAsync(request);
    }

    /// <summary>Reads page after page up to the head.</summary>
    public async Task<List<HistoryPage>> ReadAllAsync(StreamStart start, int maxEvents = ReadRequest.DefaultMaxEvents)
    {
        var pages = new List<HistoryPage> { await ReadAsync(start, maxEvents) };
        while (!pages[^1].IsLast) pages.Add(await ReadAsync(start = start.Next(pages[^1]), maxEvents));
        return pages;
    }

    void ICommitObserver.Committed(HistoryCommit commit, TimeSpan duration)
    {
        Commits.Add(commit);
        Snapshot.ForgetIfUnused();
    }

    void ICommitObserver.CommitFailed(Exception exception) => CommitFailures.Add(exception);

    void ICommitObserver.ClearFailed(Exception exception) => ClearFailures.Add(exception);

    private Task<T> SubmitAsync<T>(StreamChange<T> change)
    {
        _commits.Submit(change);
        return change.Completion;
    }
}
