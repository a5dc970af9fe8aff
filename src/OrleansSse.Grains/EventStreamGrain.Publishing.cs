using OrleansSse.Client.Publishing;

namespace OrleansSse.Grains;

internal sealed partial class EventStreamGrain
{
    private static readonly TimeSpan ShortestRetryAfter = TimeSpan.FromSeconds(1);

    private readonly FairShares<long> _pending = new(settings.Options.MaxPendingBytes);

    public async Task<PublishResult> Publish(PublishRequest request)
    {
        if (Refuse(request, out var bytes) is { } refusal) throw refusal;
        try
        {
            return await (await OpenAsync()).Publisher.PublishAsync(request);
        }
        finally
        {
            Settled(request, bytes);
        }
    }

    public async Task<PublishReports> PublishMany(PublishRequest[] requests)
    {
        var weights = new long[requests.Length];
        var refusals = new EventStreamException?[requests.Length];
        for (var i = 0; i < requests.Length; i++) refusals[i] = Refuse(requests[i], out weights[i]);
        try
        {
            PublishRequest[] accepted = [.. requests.Where((_, i) => refusals[i] is null)];
            var made = await MakeAsync(accepted);
            var next = 0;
            return new(Array.ConvertAll(refusals, refusal => refusal is null ? made[next++] : new(Result: null, refusal)), entrance.Reference);
        }
        finally
        {
            for (var i = 0; i < requests.Length; i++)
            {
                if (refusals[i] is null) Settled(requests[i], weights[i]);
            }
        }
    }

    // Null if it is accepted, and pending from then on.
    private EventStreamException? Refuse(PublishRequest request, out long bytes)
    {
        if (PublishCheck.RefusalOf(request, Options, out bytes) is { } refusal) return refusal;
        if (_pending.TryAdd(request.Publisher, bytes))
        {
            metrics.Pending(bytes);
            return null;
        }

        metrics.Overloaded();
        return new StreamOverloadedException("More waits for storage on this stream than may; publish again later.", RetryAfter());
    }

    private void Settled(PublishRequest request, long bytes)
    {
        _pending.Remove(request.Publisher, bytes);
        metrics.Pending(-bytes);
    }

    // By then what is being stored now has made room, if the storage is as fast as it was last.
    private TimeSpan RetryAfter()
    {
        var commit = _stream is { IsCompletedSuccessfully: true } ? _stream.Result.Commits.Pace : TimeSpan.Zero;
        return commit < ShortestRetryAfter ? ShortestRetryAfter : commit;
    }

    private async Task<PublishReport[]> MakeAsync(PublishRequest[] requests)
    {
        if (requests is []) return [];
        try
        {
            return await (await OpenAsync()).Publisher.PublishAsync(requests);
        }
        catch (EventStreamException failure)
        {
            // It is that of all of them, but not of those that were refused.
            return Array.ConvertAll(requests, _ => new PublishReport(Result: null, failure));
        }
    }
}
