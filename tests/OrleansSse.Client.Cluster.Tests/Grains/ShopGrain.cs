namespace OrleansSse.Client.Cluster.Tests.Grains;

internal sealed class ShopGrain : Grain, IShopGrain
{
    public async Task<PublishResult> Sell(string stream, Order[] orders)
    {
        var sales = GrainFactory.GetEventStream(stream);
        PublishResult? result = null;
        foreach (var order in orders) result = await sales.PublishAsync(order, "sold");
        return result!;
    }

    public Task<long> SellAll(string stream, int count) => GrainFactory.GetEventStream(stream).PublishAsync(MakeAsync(count));

    public async Task<Order[]> Listen(string stream, int count)
    {
        var orders = new List<Order>();
        var scheduler = TaskScheduler.Current;
        await foreach (var streamEvent in GrainFactory.GetEventStream(stream).SubscribeAsync(StreamStart.Earliest))
        {
            // A grain's code runs in its turns, also here.
            if (!ReferenceEquals(TaskScheduler.Current, scheduler)) throw new InvalidOperationException("The loop left the grain.");
            orders.Add(streamEvent.Data.ReadJson<Order>()!);
            if (orders.Count == count) break;
        }

        return [.. orders];
    }

    public async Task<int> Announce(string[] streams, string notice)
    {
        var reports = await GrainFactory.GetEventStreams().BroadcastAsync(streams, new EventData(notice));
        return reports.Count(static report => report.IsStored);
    }

    public Task SellNonsense(string stream) => GrainFactory.GetEventStream(stream).PublishAsync<Delegate>(() => 1);

    private static async IAsyncEnumerable<EventData> MakeAsync(int count)
    {
        for (var n = 1; n <= count; n++)
        {
            await Task.Yield();
            yield return new($"{n}");
        }
    }
}
