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

    private Owner(IHistoryStore store, TimeProvider time, Retention retention, int recentEvents)
    {
        History = new(store, retention, new(recentEvents, 1 << 20), time);
        Keys = new(store, History);
        Discarded = new(store, History, this);
        _commits = new(store, History, Keys, Discarded, retention, time, this);
    }

    public StreamHistory History { get; }

    public KeyIndex Keys { get; }

    public DiscardedSegments Discarded { get; }

    public List<HistoryCommit> Commits { get; } = [];

    public List<Exception> CommitFailures { get; } = [];

    public List<Exception> ClearFailures { get; } = [];

    public static Task<Owner> OpenAsync(
        IGrainStorage storage, TimeProvider time, Retention? retention = null, int recentEvents = 1024, string stream = Stream) =>
        OpenAsync(new GrainHistoryStore(storage, GrainId.Create("stream", stream), StorageTimeout, time), time, retention, recentEvents);

    public static async Task<Owner> OpenAsync(
        IHistoryStore store, TimeProvider time, Retention? retention = null, int recentEvents = 1024)
    {
        var owner = new Owner(store, time, retention ?? new(), recentEvents);
        await owner.History.OpenAsync();
        owner.Discarded.Clear();
        return owner;
    }

    /// <summary>Null when the key was used with other events.</summary>
    public async Task<PublishResult?> PublishAsync(PublishRequest request)
    {
        if (request.IdempotencyKey is not null) await Keys.LoadAsync();
        return await SubmitAsync(new PublishChange(request, Keys));
    }

    public Task<PublishResult?> PublishAsync(params EventData[] events) => PublishAsync(new PublishRequest(events));

    public Task DeleteAsync() => SubmitAsync(new DeleteChange());

    public Task SetRetentionAsync(RetentionOverride? retention) => SubmitAsync(new RetentionChange(retention));

    public Task<HistoryPage> ReadAsync(
        StreamStart start, int maxEvents = ReadRequest.DefaultMaxEvents, int maxBytes = ReadRequest.DefaultMaxBytes) =>
        History.ReadAsync(new(start, maxEvents, maxBytes));

    /// <summary>Reads page after page up to the head.</summary>
    public async Task<List<HistoryPage>> ReadAllAsync(StreamStart start, int maxEvents = ReadRequest.DefaultMaxEvents)
    {
        var pages = new List<HistoryPage> { await ReadAsync(start, maxEvents) };
        while (!pages[^1].IsLast) pages.Add(await ReadAsync(StreamStart.After(pages[^1].To), maxEvents));
        return pages;
    }

    void ICommitObserver.Committed(HistoryCommit commit, TimeSpan duration) => Commits.Add(commit);

    void ICommitObserver.CommitFailed(Exception exception) => CommitFailures.Add(exception);

    void ICommitObserver.ClearFailed(Exception exception) => ClearFailures.Add(exception);

    private Task<T> SubmitAsync<T>(StreamChange<T> change)
    {
        _commits.Submit(change);
        return change.Completion;
    }
}
