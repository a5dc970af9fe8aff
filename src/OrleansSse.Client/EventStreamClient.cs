using System.Runtime.CompilerServices;
using System.Text.Json;
using OrleansSse.Client.Publishing;
using OrleansSse.Client.Reading;

namespace OrleansSse.Client;

internal sealed class EventStreamClient(EventStreams streams, StreamName name) : IEventStreamClient
{
    private readonly IEventStreamGrain _grain = streams.Grains.Get(name);

    public StreamName Name => name;

    public JsonSerializerOptions Json => streams.Json;

    internal EventReader Reader => new(name, _grain, streams);

    public Task<PublishResult> PublishAsync(EventData data, PublishOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        return AppendAsync([data], options, cancellationToken);
    }

    public Task<PublishResult> PublishAsync(IEnumerable<EventData> events, PublishOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        EventData[] all = [.. events];
        if (Array.Exists(all, static data => data is null)) throw new ArgumentException("One of the events is null.", nameof(events));
        return AppendAsync(all, options, cancellationToken);
    }

    public async Task<long> PublishAsync(IAsyncEnumerable<EventData> events, IProgress<PublishResult>? stored, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        var count = 0L;
        await foreach (var batch in EventBatches.OfAsync(events, streams.Options, cancellationToken))
        {
            var result = await AppendPatientlyAsync(batch, cancellationToken);
            count += result.Count;
            stored?.Report(result);
        }

        return count;
    }

    public IAsyncEnumerable<StreamEvent> ReadAsync(StreamStart from, Action<StreamGap>? onGap, CancellationToken cancellationToken) =>
        EventsOfAsync(Reader.ReadAsync(from, cancellationToken), onGap, cancellationToken);

    public IAsyncEnumerable<StreamEvent> SubscribeAsync(StreamStart from, Action<StreamGap>? onGap, CancellationToken cancellationToken) =>
        EventsOfAsync(Reader.FollowAsync(from, cancellationToken), onGap, cancellationToken);

    public Task<StreamInfo> GetInfoAsync(CancellationToken cancellationToken) => streams.Calls.AskAsync(_grain.GetInfo, cancellationToken);

    public Task SetRetentionAsync(RetentionOverride? retention, CancellationToken cancellationToken) =>
        streams.Calls.ChangeAsync(() => _grain.SetRetention(retention), cancellationToken);

    public Task CompleteAsync(CancellationToken cancellationToken) => streams.Calls.ChangeAsync(_grain.Complete, cancellationToken);

    public Task DeleteAsync(CancellationToken cancellationToken) => streams.Calls.ChangeAsync(_grain.Delete, cancellationToken);

    private Task<PublishResult> AppendAsync(EventData[] events, PublishOptions? options, CancellationToken cancellationToken) =>
        streams.Publisher.PublishAsync(
            name, new(events, options?.IdempotencyKey, options?.ExpectedLast, options?.KeyAge), cancellationToken);

    private async Task<PublishResult> AppendPatientlyAsync(EventData[] batch, CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan pause;
            try
            {
                return await AppendAsync(batch, options: null, cancellationToken);
            }
            catch (StreamOverloadedException overload)
            {
                pause = overload.RetryAfter;
            }

            await Task.Delay(pause, streams.Time, cancellationToken);
        }
    }

    private async IAsyncEnumerable<StreamEvent> EventsOfAsync(
        IAsyncEnumerable<StreamPart> parts, Action<StreamGap>? onGap, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var part in parts.WithCancellation(cancellationToken))
        {
            if (part.Gap is { } gap) (onGap ?? throw new StreamGapException(gap))(gap);
            foreach (var streamEvent in part.Events)
            {
                cancellationToken.ThrowIfCancellationRequested();
                // Only now: it may have waited for its reader.
                if (!streamEvent.IsExpired(streams.Time)) yield return streamEvent;
            }
        }
    }
}
