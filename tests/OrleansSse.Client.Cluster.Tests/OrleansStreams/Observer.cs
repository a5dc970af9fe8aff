using System.Threading.Channels;
using Orleans.Streams;
using OrleansSse.Client.Cluster.Tests.Hosting;

namespace OrleansSse.Client.Cluster.Tests.OrleansStreams;

/// <summary>Writes down what it is told; a test can have it fail.</summary>
internal sealed class Observer<T> : IAsyncObserver<T>
{
    private readonly Channel<(T Item, StreamSequenceToken? Token)> _items = Channel.CreateUnbounded<(T, StreamSequenceToken?)>();
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<Exception> _errors = Channel.CreateUnbounded<Exception>();

    /// <summary>Runs before an item is taken: may throw.</summary>
    public Func<T, Task> Before { get; set; } = static _ => Task.CompletedTask;

    public async Task OnNextAsync(T item, StreamSequenceToken? token = null)
    {
        await Before(item);
        await _items.Writer.WriteAsync((item, token));
    }

    /// <summary>Runs before the end is taken: may throw.</summary>
    public Func<Task> BeforeEnd { get; set; } = static () => Task.CompletedTask;

    /// <summary>Completes when it is told of the end.</summary>
    public Task Completed => _completed.Task.Within("The end did not come.");

    public async Task OnCompletedAsync()
    {
        await BeforeEnd();
        _completed.SetResult();
    }

    public async Task OnErrorAsync(Exception ex) => await _errors.Writer.WriteAsync(ex);

    public Task<(T Item, StreamSequenceToken? Token)> NextAsync() => _items.Reader.ReadAsync().AsTask().Within("No item came.");

    public Task<Exception> NextErrorAsync() => _errors.Reader.ReadAsync().AsTask().Within("No error came.");

    /// <summary>The next items, without their tokens.</summary>
    public async Task<List<T>> NextAsync(int count)
    {
        var items = new List<T>();
        while (items.Count < count) items.Add((await NextAsync()).Item);
        return items;
    }
}
