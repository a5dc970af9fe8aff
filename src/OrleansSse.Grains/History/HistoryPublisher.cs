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
        await LoadKeysAsync(request);
        var change = ChangeOf(request);
        commits.Submit(change);
        return await change.Completion;
    }

    /// <summary>Puts publishes in line in their order; completes when all are settled, each by itself.</summary>
    public async Task<PublishReport[]> PublishAsync(PublishRequest[] requests)
    {
        if (!Array.TrueForAll(requests, request => LoadKeysAsync(request).IsCompletedSuccessfully)) return await PublishOneByOneAsync(requests);

        var change = new PublishManyChange(Array.ConvertAll(requests, ChangeOf));
        commits.Submit(change);
        return await change.Completion;
    }

    // One whose keys have to be read holds up those that come after it, but what came before is on its way, and if that fails it fails alone.
    private async Task<PublishReport[]> PublishOneByOneAsync(PublishRequest[] requests)
    {
        var reports = new List<Task<PublishReport>>();
        foreach (var request in requests)
        {
            try
            {
                await LoadKeysAsync(request);
                var change = ChangeOf(request);
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

    private Task LoadKeysAsync(PublishRequest request) =>
        request.IdempotencyKey is null ? Task.CompletedTask : keys.LoadAsync(request.KeyAge is { } age ? Ago(age + Tolerance) : long.MinValue);

    private PublishChange ChangeOf(PublishRequest request) =>
        new(request, keys, request.KeyAge is { } age && age > TimeSpan.Zero ? Ago(age + ClockTolerance) : null);

    private long Ago(TimeSpan span) => (time.GetUtcNow() - span).ToUnixTimeMilliseconds();
}
