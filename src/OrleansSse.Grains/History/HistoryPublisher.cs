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
        long? triedSince = null;
        if (request.IdempotencyKey is not null)
        {
            await keys.LoadAsync(request.KeyAge is { } keyAge ? Ago(keyAge + Tolerance) : long.MinValue);
            if (request.KeyAge is { } age && age > TimeSpan.Zero) triedSince = Ago(age + ClockTolerance);
        }

        var change = new PublishChange(request, keys, triedSince);
        commits.Submit(change);
        return await change.Completion;
    }

    private long Ago(TimeSpan span) => (time.GetUtcNow() - span).ToUnixTimeMilliseconds();
}
