using OrleansSse.Client.Publishing;

namespace OrleansSse.Grains;

internal sealed partial class EventStreamGrain
{
    private readonly FairShares<Guid> _pending = new(settings.Options.MaxPendingBytes);

    public async Task<PublishResult> Publish(PublishRequest request)
    {
        // Whoever does not say who they are share one share.
        if (Refuse(Guid.Empty, request, out var bytes) is { } refusal) throw refusal;
        try
        {
            return await (await OpenAsync()).Publisher.PublishAsync(request);
        }
        finally
        {
            _pending.Remove(Guid.Empty, bytes);
        }
    }

    public async Task<PublishReport[]> PublishMany(Guid publisher, PublishRequest[] requests)
    {
        var reports = new PublishReport?[requests.Length];
        var pending = 0L;
        for (var i = 0; i < requests.Length; i++)
        {
            if (Refuse(publisher, requests[i], out var bytes) is { } refusal) reports[i] = new(Result: null, refusal);
            else pending += bytes;
        }

        if (pending == 0) return reports!;
        try
        {
            PublishRequest[] accepted = [.. requests.Where((_, i) => reports[i] is null)];
            var made = await MakeAsync(accepted);
            if (made.Length == reports.Length) return made;
            var next = 0;
            for (var i = 0; i < reports.Length; i++) reports[i] ??= made[next++];
            return reports!;
        }
        finally
        {
            _pending.Remove(publisher, pending);
        }
    }

    // Null if it is accepted, and pending from then on.
    private EventStreamException? Refuse(Guid publisher, PublishRequest request, out long bytes)
    {
        if (PublishCheck.RefusalOf(request, Options, out bytes) is { } refusal) return refusal;
        return _pending.TryAdd(publisher, bytes)
            ? null
            : new StreamOverloadedException("More waits for storage on this stream than may; publish again later.", TimeSpan.FromSeconds(1));
    }

    private async Task<PublishReport[]> MakeAsync(PublishRequest[] requests)
    {
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
