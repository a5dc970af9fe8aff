using OrleansSse.Client.Cluster.Tests.Hosting;

namespace OrleansSse.Client.Cluster.Tests;

public sealed class BadInputTests(TestCluster cluster)
{
    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData("a b")]
    [InlineData("orders.*")]
    public void A_wrong_name_is_refused(string name)
    {
        var refused = Assert.Throws<InvalidStreamNameException>(() => cluster.Streams.GetStream(name));
        Assert.Equal("invalid_stream_name", refused.Code);
    }

    [Fact]
    public async Task Null_is_refused_before_anything_is_sent()
    {
        var stream = cluster.NewStream();

        Assert.Throws<ArgumentNullException>(() => cluster.Streams.GetStream((string)null!));
        await Assert.ThrowsAsync<ArgumentNullException>(() => stream.PublishAsync((EventData)null!));
        await Assert.ThrowsAsync<ArgumentNullException>(() => stream.PublishAsync((string)null!));
        await Assert.ThrowsAsync<ArgumentNullException>(() => stream.PublishAsync((byte[])null!));
        await Assert.ThrowsAsync<ArgumentNullException>(() => stream.PublishAsync((Order)null!));
        await Assert.ThrowsAsync<ArgumentNullException>(() => stream.PublishAsync((IEnumerable<EventData>)null!));
        await Assert.ThrowsAsync<ArgumentNullException>(() => stream.PublishAsync((IAsyncEnumerable<EventData>)null!));
        await Assert.ThrowsAsync<ArgumentException>(() => stream.PublishAsync([new EventData("a"), null!]));
        await AssertIsEmptyAsync(stream);
    }

    [Fact]
    public async Task An_event_that_is_too_large_is_refused()
    {
        var stream = cluster.NewStream();

        var refused = await Assert.ThrowsAsync<PublishRefusedException>(() => stream.PublishAsync(new string('x', 300_000)));

        Assert.Equal("event_too_large", refused.Code);
        await AssertIsEmptyAsync(stream);
    }

    [Fact]
    public async Task No_events_and_too_many_events_are_refused()
    {
        var stream = cluster.NewStream();

        Assert.Equal("empty_batch", (await Assert.ThrowsAsync<PublishRefusedException>(() => stream.PublishAsync(Array.Empty<EventData>()))).Code);
        var many = Enumerable.Repeat(new EventData("a"), 5000);
        Assert.Equal("batch_too_large", (await Assert.ThrowsAsync<PublishRefusedException>(() => stream.PublishAsync(many))).Code);
        await AssertIsEmptyAsync(stream);
    }

    [Fact]
    public async Task A_key_that_was_used_with_another_event_is_refused()
    {
        var stream = cluster.NewStream();
        var options = new PublishOptions { IdempotencyKey = "once" };
        await stream.PublishAsync("a", options: options);

        var refused = await Assert.ThrowsAsync<PublishRefusedException>(() => stream.PublishAsync("b", options: options));

        Assert.Equal("idempotency_key_reused", refused.Code);
        Assert.Equal(["a"], await stream.ReadAsync(StreamStart.Earliest).TextsAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData(129)]
    public async Task A_malformed_key_is_refused(object key)
    {
        var stream = cluster.NewStream();
        var options = new PublishOptions { IdempotencyKey = key as string ?? new string('k', (int)key) };

        var refused = await Assert.ThrowsAsync<PublishRefusedException>(() => stream.PublishAsync("a", options: options));

        Assert.Equal("invalid_idempotency_key", refused.Code);
        await AssertIsEmptyAsync(stream);
    }

    [Fact]
    public async Task Text_that_is_none_is_refused()
    {
        var stream = cluster.NewStream();

        await Assert.ThrowsAsync<ArgumentException>(() => stream.PublishAsync("\ud800"));
        await Assert.ThrowsAsync<ArgumentException>(() => stream.PublishAsync(new byte[] { 0xff }));
        await Assert.ThrowsAsync<ArgumentException>(() => stream.PublishAsync("a", "two\nlines"));
        await Assert.ThrowsAsync<ArgumentException>(() => stream.PublishAsync(new Order(1, "tea"), new string('t', 300)));
        await AssertIsEmptyAsync(stream);
    }

    [Fact]
    public async Task A_value_that_json_cannot_say_is_refused()
    {
        var stream = cluster.NewStream();
        var cycle = new Node();
        cycle.Next = cycle;

        var refused = await Assert.ThrowsAsync<EventSerializationException>(() => stream.PublishAsync(cycle));
        await Assert.ThrowsAsync<EventSerializationException>(() => stream.PublishAsync(new Node { Next = new Failing() }));
        await Assert.ThrowsAsync<EventSerializationException>(() => stream.PublishAsync<Delegate>(() => 1));

        Assert.Equal("unserializable", refused.Code);
        await AssertIsEmptyAsync(stream);
    }

    [Fact]
    public void An_event_that_is_not_the_json_asked_for_is_not_read() =>
        Assert.Throws<EventSerializationException>(() => new EventData("tea").ReadJson(OrderJson.Default.Order));

    [Fact]
    public async Task A_retention_out_of_range_is_refused()
    {
        var refused = await Assert.ThrowsAsync<PublishRefusedException>(() => cluster.NewStream().SetRetentionAsync(new(MaxEvents: 0)));

        Assert.Equal("invalid_retention", refused.Code);
    }

    private static async Task AssertIsEmptyAsync(IEventStreamClient stream) => Assert.Equal(StreamPosition.Origin, (await stream.GetInfoAsync()).Last);

    private class Node
    {
        public virtual Node? Next { get; set; }
    }

    private sealed class Failing : Node
    {
        public override Node? Next => throw new InvalidTimeZoneException("A property may throw anything.");
    }
}
