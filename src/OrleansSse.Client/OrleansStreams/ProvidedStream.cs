using Orleans.Streams;

namespace OrleansSse.Client.OrleansStreams;

/// <summary>An event stream as an Orleans stream.</summary>
internal sealed class ProvidedStream<T>(StreamId id, EventStreams streams, ProvidedSubscriptions subscriptions) : IAsyncStream<T>
{
    public EventStreams Streams => streams;

    public EventStreamClient Client { get; } = (EventStreamClient)streams.GetStream(EventStreamProvider.NameOf(id));

    public ProvidedSubscriptions Subscriptions => subscriptions;

    public StreamId StreamId => id;

    public string ProviderName => EventStreamProvider.ProviderName;

    public bool IsRewindable => true;

    public Task OnNextAsync(T item, StreamSequenceToken? token = null)
    {
        ThrowIfGiven(token);
        return Client.PublishAsync(EventItems.ToEvent(item, streams.Json), options: null, CancellationToken.None);
    }

    public Task OnNextBatchAsync(IEnumerable<T> batch, StreamSequenceToken? token = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ThrowIfGiven(token);
        return Client.PublishAsync(batch.Select(item => EventItems.ToEvent(item, streams.Json)), options: null, CancellationToken.None);
    }

    public Task OnCompletedAsync() => Client.CompleteAsync(CancellationToken.None);

    public Task OnErrorAsync(Exception ex) =>
        throw new NotSupportedException("An event stream carries no errors; publish an event that says so.");

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer) => SubscribeAsync(new ItemReceiver<T>(observer), token: null);

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token, string? filterData = null) =>
        filterData is null
            ? SubscribeAsync(new ItemReceiver<T>(observer), token)
            : throw new NotSupportedException("Event streams are not filtered; look at each event.");

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncBatchObserver<T> observer) => SubscribeAsync(new BatchReceiver<T>(observer), token: null);

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncBatchObserver<T> observer, StreamSequenceToken? token) =>
        SubscribeAsync(new BatchReceiver<T>(observer), token);

    public Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles() =>
        Task.FromResult<IList<StreamSubscriptionHandle<T>>>([.. subscriptions.OfCaller<ProvidedSubscription<T>>(id)]);

    public bool Equals(IAsyncStream<T>? other) => other is ProvidedStream<T> && other.StreamId == id;

    public override bool Equals(object? obj) => Equals(obj as IAsyncStream<T>);

    public override int GetHashCode() => id.GetHashCode();

    public int CompareTo(IAsyncStream<T>? other) => other is null ? 1 : id.CompareTo(other.StreamId);

    private async Task<StreamSubscriptionHandle<T>> SubscribeAsync(IReceiver<T> receiver, StreamSequenceToken? token)
    {
        var owner = subscriptions.Caller;
        var after = token is null ? await Client.Reader.HeadAsync() : EventStreamSequenceToken.PositionOf(token);
        return new ProvidedSubscription<T>(this, Guid.NewGuid(), owner, receiver, after);
    }

    private static void ThrowIfGiven(StreamSequenceToken? token)
    {
        if (token is not null) throw new NotSupportedException("An event stream gives its own tokens; publish without one.");
    }
}
