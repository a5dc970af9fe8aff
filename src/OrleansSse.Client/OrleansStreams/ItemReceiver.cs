using Orleans.Streams;

namespace OrleansSse.Client.OrleansStreams;

internal sealed class ItemReceiver<T>(IAsyncObserver<T> observer) : IReceiver<T>
{
    private readonly IAsyncObserver<T> _observer = observer ?? throw new ArgumentNullException(nameof(observer));

    public int MaxItems => 1;

    public Task TakeAsync(ArraySegment<SequentialItem<T>> items) => _observer.OnNextAsync(items[0].Item, items[0].Token);

    public Task CompleteAsync() => _observer.OnCompletedAsync();

    public Task FailAsync(Exception exception) => _observer.OnErrorAsync(exception);
}
