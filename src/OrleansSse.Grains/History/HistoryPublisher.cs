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

    /// <summary>Completes when all are settled, each by itself.</summary>
    public async Task<PublishReport[]> PublishAsync(PublishRequest[] requests)
    {
        // One that has to wait for its keys holds up none of the others, nor fails them.
        if (!Array.TrueForAll(requests, request => LoadKeysAsync(request).IsCompletedSuccessfully))
        {
            return await Task.WhenAll(requests.Select(ReportAsync));
        }

        var change = new PublishManyChange(Array.ConvertAll(requests, ChangeOf));
        commits.Submit(change);
        return await change.Completion;
    }

    private async Task<PublishReport> ReportAsync(PublishRequest request)
    {
        try
        {
            return new(await PublishAsync(request), Error: null);
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
