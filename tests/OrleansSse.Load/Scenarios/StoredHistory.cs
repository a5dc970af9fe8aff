using OrleansSse.Load.Checks;
using OrleansSse.Load.Figures;
using OrleansSse.Load.Http;
using OrleansSse.Load.Targets;

namespace OrleansSse.Load.Scenarios;

/// <summary>What a gateway keeps of one stream, to be compared with what it has acknowledged.</summary>
internal sealed class StoredHistory
{
    private readonly Run _run;
    private readonly Uri _url;
    private readonly int _retention;

    private StoredHistory(Run run, Uri url, int retention) => (_run, _url, _retention) = (run, url, retention);

    /// <summary>Lets a stream that nobody has published to keep as much as it can.</summary>
    public static async Task<StoredHistory> OfAsync(Run run, SseServer gateway, string stream, CancellationToken cancel)
    {
        var streams = new StreamClient(run.Http, gateway.Url);
        return new(run, streams.FromEarliest(stream), await streams.KeepMostAsync(stream, run.Report, cancel));
    }

    /// <summary>Reads it back and compares.</summary>
    public async Task CheckAsync(IReadOnlyList<AcknowledgedEvent> acknowledged, Sample sample, CancellationToken cancel)
    {
        await using var reader = new Subscriber(_run.Http, [_url]);
        await _run.WatchAsync("Reading back", reader, acknowledged.Max(static published => published.Id.Sequence), cancel);
        var stored = await reader.EndAsync();
        var from = stored.FirstOwed(_retention);
        stored.Against(acknowledged, from).AddTo(_run.Report);
        sample.Add("acknowledged, warming up included", acknowledged.Count, "events");
        sample.Add("of these read back", acknowledged.Count(published => published.Id.Sequence >= from), "events");
    }
}
