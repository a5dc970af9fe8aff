namespace OrleansSse.Grains.History;

/// <summary>Puts publishes in line, once the keys are known that they may have used before.</summary>
internal sealed class HistoryPublisher(GroupCommit commits, KeyIndex keys, TimeProvider time)
{
    // By how much the clocks of silos may differ, and how long an attempt may have been under way.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(1);

    /// <summary>Completes when the events are stored.</summary>
    public async Task<PublishResult> PublishAsync(PublishRequest request)
    {
        var change = await PrepareAsync(Arrive(request));
        commits.Submit(change);
        return await change.Completion;
    }

    /// <summary>Puts publishes in line in their order; completes when all are settled, each by itself.</summary>
    public async Task<PublishReport[]> PublishAsync(PublishRequest[] requests)
    {
        var arrived = Array.ConvertAll(requests, Arrive);
        if (!Array.TrueForAll(arrived, publish => LoadKeysAsync(publish).IsCompletedSuccessfully)) return await PublishOneByOneAsync(arrived);

        var change = new PublishManyChange(Array.ConvertAll(arrived, ChangeOf));
        commits.Submit(change);
        return await change.Completion;
    }

    // One whose keys have to be read holds up those that come after it, but what came before is on its way, and if that fails it fails alone.
    private async Task<PublishReport[]> PublishOneByOneAsync(ArrivedPublish[] arrived)
    {
        var reports = new List<Task<PublishReport>>();
        foreach (var publish in arrived)
        {
            try
            {
                var change = await PrepareAsync(publish);
                commits.Submit(change);
                reports.Add(ReportAsync(change));
            }
            catch (EventStreamException error)
            {
                reports.Add(Task.FromResult(new PublishReport(Result: null, error)));
            }
        }

        return await Task.WhenAll(reports);
    }

    private static async Task<PublishReport> ReportAsync(PublishChange change)
    {
        try
        {
            return new(await change.Completion, Error: null);
        }
        catch (EventStreamException error)
        {
            return new(Result: null, error);
        }
    }

    // A key has its age when it arrives: later, after others were waited for, it is older.
    private ArrivedPublish Arrive(PublishRequest request) => new(
        request,
        request.KeyAge is { } keyAge ? Ago(keyAge + Tolerance) : long.MinValue,
        request.KeyAge is { } age && age > TimeSpan.Zero ? Ago(age + ClockTolerance) : null);

    private async Task<PublishChange> PrepareAsync(ArrivedPublish publish)
    {
        await LoadKeysAsync(publish);
        return ChangeOf(publish);
    }

    private Task LoadKeysAsync(ArrivedPublish publish) =>
        publish.Request.IdempotencyKey is null ? Task.CompletedTask : keys.LoadAsync(publish.KeyKnownSince);

    private PublishChange ChangeOf(ArrivedPublish publish) => new(publish.Request, keys, publish.TriedSince);

    private long Ago(TimeSpan span) => (time.GetUtcNow() - span).ToUnixTimeMilliseconds();

    /// <param name="Request">What to append.</param>
    /// <param name="KeyKnownSince">Its key can have been used from this time on, in Unix milliseconds.</param>
    /// <param name="TriedSince">When a publish that is tried again was first tried, in Unix milliseconds.</param>
    private readonly record struct ArrivedPublish(PublishRequest Request, long KeyKnownSince, long? TriedSince);
}
