using OrleansSse.Client.Cluster.Tests.Grains;
using OrleansSse.Client.Cluster.Tests.Hosting;

namespace OrleansSse.Client.Cluster.Tests.OrleansStreams;

public sealed class GrainSubscriptionTests(TestCluster cluster)
{
    [Fact]
    public async Task A_grain_hears_in_its_turns_until_it_is_deactivated()
    {
        var stream = cluster.NewStream();
        var grain = cluster.Client.GetGrain<IListenerGrain>(cluster.NewName());
        var other = cluster.Client.GetGrain<IListenerGrain>(cluster.NewName());
        Assert.Equal(1, await grain.Subscribe(stream.Name.ToString()));
        Assert.Equal(1, await other.Subscribe(stream.Name.ToString()));

        for (var n = 1; n <= 10; n++) await stream.PublishAsync(new Order(n, "tea"));

        await Waiting.UntilAsync(async () => (await grain.Heard()).Length == 10, "The grain did not hear all.");
        Assert.Equal(Enumerable.Range(1, 10), (await grain.Heard()).Select(order => order.Number));
        await cluster.DeactivateAsync(grain);
        await Waiting.UntilAsync(async () => (await stream.GetInfoAsync()).Leases == 1, "The grain's lease was not given up.");
        Assert.Empty(await grain.Heard());
    }
}
