using Orleans.Streams;

namespace OrleansSse.Client.OrleansStreams;

/// <summary>An observer of either kind.</summary>
internal interface IReceiver<T>
{
    /// <summary>The most items that it takes at once.</summary>
    int MaxItems { get; }

    Task TakeAsync(ArraySegment<SequentialItem<T>> items);

    Task CompleteAsync();

    Task FailAsync(Exception exception);
}
