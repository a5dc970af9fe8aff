using System.Threading.Channels;
using Orleans.Streams;
using OrleansSse.Client.Cluster.Tests.Hosting;

namespace OrleansSse.Client.Cluster.Tests.OrleansStreams;

/// <summary>Writes down which items it is told together.</summary>
internal sealed class BatchObserver<T> : IAsyncBatchObserver<T>
{
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<T[]> _batches = Channel.CreateUnbounded<T[]>();

    public async Task OnNextAsync(IList<SequentialItem<T>> items) => await _batches.Writer.WriteAsync([.. items.Select(item => item.Item)]);

    /// <summary>Completes when it is told of the end.</summary>
    public Task Completed => _completed.Task.Within("The end did not come.");

    public Task OnCompletedAsync()
    {
        _completed.SetResult();
        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;

    public Task<T[]> NextAsync() => _batches.Reader.ReadAsync().AsTask().Within("No batch came.");
}
