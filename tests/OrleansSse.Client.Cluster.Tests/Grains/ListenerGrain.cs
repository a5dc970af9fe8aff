using Orleans.Streams;

namespace OrleansSse.Client.Cluster.Tests.Grains;

internal sealed class ListenerGrain : Grain, IListenerGrain
{
    private readonly List<Order> _heard = [];
    private TaskScheduler? _turns;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _turns = TaskScheduler.Current;
        return Task.CompletedTask;
    }

    public async Task<int> Subscribe(string stream)
    {
        var orders = this.GetStreamProvider("EventStreams").GetStream<Order>(stream);
        await orders.SubscribeAsync((order, _) =>
        {
            if (!ReferenceEquals(TaskScheduler.Current, _turns)) throw new InvalidOperationException("It is not the grain's turn.");
            _heard.Add(order);
            return Task.CompletedTask;
        });
        return (await orders.GetAllSubscriptionHandles()).Count;
    }

    public Task<Order[]> Heard() => Task.FromResult<Order[]>([.. _heard]);
}
