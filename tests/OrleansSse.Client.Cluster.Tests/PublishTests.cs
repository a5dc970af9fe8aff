using System.Text;
using OrleansSse.Client.Cluster.Tests.Hosting;

namespace OrleansSse.Client.Cluster.Tests;

public sealed class PublishTests(TestCluster cluster)
{
    [Fact]
    public async Task Text_bytes_and_events_are_stored_as_they_are()
    {
        var stream = cluster.NewStream();

        await stream.PublishAsync("one", "greeting");
        await stream.PublishAsync("two"u8.ToArray());
        await stream.PublishAsync(Encoding.UTF8.GetBytes("three").AsMemory(), "greeting");
        await stream.PublishAsync(new EventData("four"));

        var events = await stream.ReadAsync(StreamStart.Earliest).FirstAsync(4);
        Assert.Equal(
            [new EventData("one", "greeting"), new EventData("two"), new EventData("three", "greeting"), new EventData("four")],
            events.Select(streamEvent => streamEvent.Data));
    }

    [Fact]
    public async Task Many_events_are_stored_together()
    {
        var stream = cluster.NewStream();

        var result = await stream.PublishAsync(new List<EventData> { new("a"), new("b"), new("c") });

        Assert.Equal((PublishOutcome.Appended, 1, 3, 3), (result.Outcome, result.First.Sequence, result.Last.Sequence, result.Count));
        Assert.Equal(["a", "b", "c"], await stream.ReadAsync(StreamStart.Earliest).TextsAsync());
    }

    [Fact]
    public async Task A_value_is_stored_as_json()
    {
        var stream = cluster.NewStream();

        await stream.PublishAsync(new Order(7, "tea"), "ordered");
        await stream.PublishAsync(new Order(8, "milk"), OrderJson.Default.Order);

        var events = await stream.ReadAsync(StreamStart.Earliest).FirstAsync(2);
        Assert.Equal(new EventData("{\"number\":7,\"item\":\"tea\"}", "ordered"), events[0].Data);
        Assert.Equal(new EventData("{\"Number\":8,\"Item\":\"milk\"}"), events[1].Data);
        Assert.Equal(new Order(7, "tea"), events[0].Data.ReadJson<Order>(stream.Json));
        Assert.Equal(new Order(8, "milk"), events[1].Data.ReadJson(OrderJson.Default.Order));
    }

    [Fact]
    public async Task A_publish_under_a_known_key_returns_the_ids_first_given()
    {
        var stream = cluster.NewStream();
        var options = new PublishOptions { IdempotencyKey = "order-7" };
        var first = await stream.PublishAsync("a", options: options);
        await stream.PublishAsync("b");

        var again = await stream.PublishAsync("a", options: options);

        Assert.Equal(first with { Outcome = PublishOutcome.Repeated }, again);
        Assert.Equal(["a", "b"], await stream.ReadAsync(StreamStart.Earliest).TextsAsync());
    }

    [Fact]
    public async Task A_publish_that_expects_another_last_event_stores_nothing()
    {
        var stream = cluster.NewStream();
        var first = await stream.PublishAsync("a", options: new() { ExpectedLast = StreamPosition.Origin });
        var second = await stream.PublishAsync("b", options: new() { ExpectedLast = first.Last });

        var late = await stream.PublishAsync("c", options: new() { ExpectedLast = first.Last });

        Assert.Equal(new(PublishOutcome.UnexpectedLast, second.Last, second.Last), late);
        Assert.Equal(["a", "b"], await stream.ReadAsync(StreamStart.Earliest).TextsAsync());
    }

    [Fact]
    public async Task Events_that_come_one_by_one_are_stored_in_order()
    {
        var stream = cluster.NewStream();
        var stored = new List<PublishResult>();

        var count = await stream.PublishAsync(Numbers(2000), new Recording(stored));

        Assert.Equal(2000, count);
        Assert.Equal(2000, stored.Sum(result => result.Count));
        Assert.True(stored.Count < 2000, "Nothing was sent together.");
        Assert.Equal(Enumerable.Range(1, 2000).Select(n => $"{n}"), await stream.ReadAsync(StreamStart.Earliest).TextsAsync());
    }

    private static async IAsyncEnumerable<EventData> Numbers(int count)
    {
        for (var n = 1; n <= count; n++)
        {
            if (n % 100 == 0) await Task.Yield();
            yield return new($"{n}");
        }
    }

    private sealed class Recording(List<PublishResult> results) : IProgress<PublishResult>
    {
        public void Report(PublishResult value) => results.Add(value);
    }
}
