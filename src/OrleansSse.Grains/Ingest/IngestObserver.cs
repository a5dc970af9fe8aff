using Microsoft.Extensions.Logging;
using Orleans.Streams;
using OrleansSse.Client;
using OrleansSse.Client.OrleansStreams;

namespace OrleansSse.Grains.Ingest;

/// <summary>
/// Appends the items of one Orleans stream. They come at least once; the token of the first of each batch is the batch's idempotency key, so they
/// are stored once. A failure that may pass is the provider's to retry; what can never be stored is passed over, and said in the log.
/// </summary>
internal sealed partial class IngestObserver(string provider, StreamId source, EventStreams streams, ILogger logger) : IAsyncBatchObserver<object>
{
    private readonly IngestKeys _keys = new(provider, source);

    public async Task OnNextAsync(IList<SequentialItem<object>> items)
    {
        var batch = new List<EventData>();
        var (first, bytes) = (items[0].Token, 0);
        foreach (var item in items)
        {
            if (TryRead(item) is not { } data) continue;
            // Only what was published together is surely told together again, and so may share a key.
            if (batch.Count > 0 && (item.Token?.SequenceNumber != first?.SequenceNumber || IsFull(batch.Count, bytes + data.ByteCount)))
            {
                await AppendAsync(batch, first);
                batch.Clear();
            }

            if (batch.Count == 0) (first, bytes) = (item.Token, 0);
            batch.Add(data);
            bytes += data.ByteCount;
        }

        if (batch.Count > 0) await AppendAsync(batch, first);
    }

    public Task OnErrorAsync(Exception ex)
    {
        Log.SourceFailed(logger, provider, source, ex);
        return Task.CompletedTask;
    }

    private bool IsFull(int events, int bytes) => events >= streams.Options.MaxBatchEvents || bytes > streams.Options.MaxBatchBytes;

    private EventData? TryRead(SequentialItem<object> item)
    {
        try
        {
            return EventItems.ToEvent(item.Item, streams.Json);
        }
        catch (Exception exception) when (exception is EventSerializationException or ArgumentException)
        {
            Log.NotAnEvent(logger, provider, source, item.Token, exception);
            return null;
        }
    }

    private async Task AppendAsync(List<EventData> events, StreamSequenceToken? first)
    {
        try
        {
            await streams.GetStream(source.GetKeyAsString()).PublishAsync(events, new() { IdempotencyKey = first is null ? null : _keys.Of(first) });
        }
        catch (Exception exception) when (exception is PublishRefusedException or InvalidStreamNameException)
        {
            Log.Refused(logger, provider, source, events.Count, first, exception);
        }
    }
}
