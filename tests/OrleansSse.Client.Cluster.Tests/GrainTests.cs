using OrleansSse.Client.Cluster.Tests.Grains;
using OrleansSse.Client.Cluster.Tests.Hosting;

namespace OrleansSse.Client.Cluster.Tests;

public sealed class GrainTests(TestCluster cluster)
{
    private IShopGrain Shop => cluster.Client.GetGrain<IShopGrain>(cluster.NewName());

    [Fact]
    public async Task What_a_grain_publishes_is_stored_in_its_order()
    {
        var stream = cluster.NewStream();
        var orders = Enumerable.Range(1, 100).Select(n => new Order(n, "tea")).ToArray();

        var last = await Shop.Sell(stream.Name.ToString(), orders);

        var events = await stream.ReadAsync(StreamStart.Earliest).FirstAsync(100);
        Assert.Equal(orders, events.Select(streamEvent => streamEvent.Data.ReadJson<Order>()));
        Assert.Equal(last.Last, events[^1].Id);
    }

    [Fact]
    public async Task What_a_grain_makes_one_by_one_is_stored_in_its_order()
    {
        var stream = cluster.NewStream();

        Assert.Equal(2000, await Shop.SellAll(stream.Name.ToString(), 2000));

        Assert.Equal(Enumerable.Range(1, 2000).Select(n => $"{n}"), await stream.ReadAsync(StreamStart.Earliest).TextsAsync());
    }

    [Fact]
    public async Task A_grain_may_follow_a_stream()
    {
        var stream = cluster.NewStream();
        await stream.PublishAsync(new Order(1, "tea"));
        var listening = Shop.Listen(stream.Name.ToString(), 2);
        await Waiting.UntilAsync(async () => (await stream.GetInfoAsync()).Leases == 1, "The grain does not listen.");

        await stream.PublishAsync(new Order(2, "milk"));

        Assert.Equal([new(1, "tea"), new(2, "milk")], await listening.Within("The grain did not hear."));
    }

    [Fact]
    public async Task A_grain_may_broadcast()
    {
        string[] streams = [cluster.NewName(), cluster.NewName(), "not a name"];

        Assert.Equal(2, await Shop.Announce(streams, "closing"));

        Assert.Equal(["closing"], await cluster.Streams.GetStream(streams[1]).ReadAsync(StreamStart.Earliest).TextsAsync());
    }

    [Fact]
    public async Task What_goes_wrong_in_a_grain_arrives_at_its_caller_as_it_was()
    {
        var refused = await Assert.ThrowsAsync<InvalidStreamNameException>(() => Shop.Sell("no name", [new(1, "tea")]));
        var nonsense = await Assert.ThrowsAsync<EventSerializationException>(() => Shop.SellNonsense(cluster.NewName()));
        var large = await Assert.ThrowsAsync<PublishRefusedException>(() => Shop.Sell(cluster.NewName(), [new(1, new('x', 300_000))]));

        Assert.Equal(
            ("invalid_stream_name", "unserializable", "event_too_large"), (refused.Code, nonsense.Code, large.Code));
    }
}
