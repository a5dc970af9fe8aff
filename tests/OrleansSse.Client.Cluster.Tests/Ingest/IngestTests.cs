using Orleans.Streams;
using OrleansSse.Client.Cluster.Tests.Hosting;

namespace OrleansSse.Client.Cluster.Tests.Ingest;

public sealed class IngestTests(TestCluster cluster)
{
    private IStreamProvider Source => cluster.Client.GetStreamProvider(TestCluster.Source);

    [Fact]
    public async Task Items_of_another_provider_are_events_of_the_stream_of_their_key()
    {
        await AssertIngestedAsync("21.5", new("21.5"));
        await AssertIngestedAsync(new Order(7, "tea"), new("{\"number\":7,\"item\":\"tea\"}"));
        await AssertIngestedAsync(new EventData("a", "typed"), new("a", "typed"));
    }

    [Fact]
    public async Task An_item_that_is_delivered_again_is_stored_once()
    {
        var stream = cluster.NewStream();
        var key = stream.Name.ToString();
        cluster.Answers.Lose(key, 2);
        var source = Source.GetStream<string>(TestCluster.IngestedNamespace, key);

        await source.OnNextBatchAsync(["a", "b"]);
        await source.OnNextAsync("c");

        var events = await stream.SubscribeAsync(StreamStart.Earliest).FirstAsync(3);
        Assert.Equal(["a", "b", "c"], events.Select(streamEvent => streamEvent.Data.Text));
        Assert.Equal(
            [PublishOutcome.Appended, PublishOutcome.Repeated, PublishOutcome.Repeated, PublishOutcome.Appended], cluster.Answers.OutcomesOf(key));
        Assert.Equal(3, (await stream.GetInfoAsync()).Count);
    }

    [Fact]
    public async Task An_item_that_can_be_no_event_is_passed_over()
    {
        var stream = cluster.NewStream();
        var source = Source.GetStream<string>(TestCluster.IngestedNamespace, stream.Name.ToString());

        await source.OnNextAsync(new('x', 300_000));
        await source.OnNextAsync("after");

        Assert.Equal("after", (await stream.SubscribeAsync(StreamStart.Earliest).FirstAsync(1))[0].Data.Text);
    }

    [Fact]
    public async Task Many_items_keep_their_order()
    {
        var stream = cluster.NewStream();
        var source = Source.GetStream<string>(TestCluster.IngestedNamespace, stream.Name.ToString());

        // More than are published at once.
        await source.OnNextBatchAsync(Enumerable.Range(1, 2000).Select(n => $"{n}"));
        for (var n = 2001; n <= 2100; n++) await source.OnNextAsync($"{n}");

        var events = await stream.SubscribeAsync(StreamStart.Earliest).FirstAsync(2100);
        Assert.Equal(Enumerable.Range(1, 2100).Select(n => $"{n}"), events.Select(streamEvent => streamEvent.Data.Text));
    }

    [Fact]
    public async Task Other_namespaces_are_left_alone()
    {
        var stream = cluster.NewStream();
        var key = stream.Name.ToString();

        await Source.GetStream<string>("Other", key).OnNextAsync("other");
        await Source.GetStream<string>(TestCluster.IngestedNamespace, key).OnNextAsync("21.5");

        Assert.Equal("21.5", (await stream.SubscribeAsync(StreamStart.Earliest).FirstAsync(1))[0].Data.Text);
        Assert.Equal(1, (await stream.GetInfoAsync()).Count);
    }

    private async Task AssertIngestedAsync<T>(T item, EventData expected)
    {
        var stream = cluster.NewStream();

        await Source.GetStream<T>(TestCluster.IngestedNamespace, stream.Name.ToString()).OnNextAsync(item);

        Assert.Equal(expected, (await stream.SubscribeAsync(StreamStart.Earliest).FirstAsync(1))[0].Data);
    }
}
