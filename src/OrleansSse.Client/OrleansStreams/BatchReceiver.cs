using Orleans.Streams;

namespace OrleansSse.Client.OrleansStreams;

internal sealed class BatchReceiver<T>(IAsyncBatchObserver<T> observer) : IReceiver<T>
{
    private readonly IAsyncBatchObserver<T> _observer = observer ?? throw new ArgumentNullException(nameof(observer));

    public int MaxItems => int.MaxValue;

    public Task TakeAsync(ArraySegment<SequentialItem<T>> items) => _observer.OnNextAsync(items);

    public Task CompleteAsync() => _observer.OnCompletedAsync();

    public Task FailAsync(Exception exception) => _observer.OnErrorAsync(exception);
}
