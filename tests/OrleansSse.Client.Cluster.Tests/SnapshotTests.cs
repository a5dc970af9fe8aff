using OrleansSse.Client.Cluster.Tests.Hosting;

namespace OrleansSse.Client.Cluster.Tests;

public sealed class SnapshotTests(TestCluster cluster)
{
    [Fact]
    public async Task Begins_with_the_last_event_of_each_key_and_goes_on_with_what_comes()
    {
        var stream = cluster.NewStream();
        await stream.PublishAsync([Of("a", "1"), Of("b", "2"), Of("a", "3"), new EventData("none"), Of("c", "4"), Of("c", "")]);
        await using var events = stream.SubscribeAsync(StreamStart.Snapshot).GetAsyncEnumerator();

        Assert.Equal(["2", "3"], [await NextAsync(events), await NextAsync(events)]);
        var next = NextAsync(events);
        await stream.PublishAsync(Of("b", "5"));

        Assert.Equal("5", await next);
    }

    [Fact]
    public async Task Is_read_over_many_pages_and_the_same_wherever_the_stream_is()
    {
        const int Keys = 2500;
        var stream = cluster.NewStream();
        for (var n = 0; n < 3 * Keys; n += 500) await stream.PublishAsync(Enumerable.Range(n, 500).Select(i => Of($"{i % Keys}", $"{i}")));
        var expected = Enumerable.Range(2 * Keys, Keys).Select(i => $"{i}");

        Assert.Equal(expected, await stream.ReadAsync(StreamStart.Snapshot).TextsAsync());
        await cluster.DeactivateAsync(cluster.Client.GetGrain<IEventStreamGrain>(stream.Name.ToString()));
        Assert.Equal(expected, await stream.ReadAsync(StreamStart.Snapshot).TextsAsync());
    }

    [Fact]
    public async Task Of_a_stream_that_does_not_exist_it_is_empty()
    {
        var stream = cluster.NewStream();

        Assert.Empty(await stream.ReadAsync(StreamStart.Snapshot).TextsAsync());

        await using var events = stream.SubscribeAsync(StreamStart.Snapshot).GetAsyncEnumerator();
        var next = NextAsync(events);
        await Waiting.UntilAsync(async () => (await stream.GetInfoAsync()).Leases == 1, "The subscription does not stand.");
        await stream.PublishAsync(Of("a", "1"));
        Assert.Equal("1", await next);
    }

    private static EventData Of(string key, string text) => new(text) { Key = key };

    private static async Task<string> NextAsync(IAsyncEnumerator<StreamEvent> events)
    {
        Assert.True(await events.MoveNextAsync().AsTask().Within("No event came."), "The subscription ended.");
        return events.Current.Data.Text;
    }
}
