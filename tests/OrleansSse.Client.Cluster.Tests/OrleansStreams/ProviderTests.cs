using Orleans.Streams;
using OrleansSse.Client.Cluster.Tests.Hosting;
using OrleansSse.Client.OrleansStreams;

namespace OrleansSse.Client.Cluster.Tests.OrleansStreams;

public sealed class ProviderTests(TestCluster cluster)
{
    private IStreamProvider Provider => cluster.Client.GetStreamProvider("EventStreams");

    [Fact]
    public async Task What_is_published_is_in_the_event_stream()
    {
        var name = cluster.NewName();

        await Provider.GetStream<string>(name).OnNextAsync("text");
        await Provider.GetStream<EventData>(name).OnNextAsync(new("data", "typed"));
        await Provider.GetStream<Order>(name).OnNextAsync(new(7, "tea"));
        await Provider.GetStream<string>(name).OnNextBatchAsync(["a", "b"]);

        var events = await cluster.Streams.GetStream(name).ReadAsync(StreamStart.Earliest).FirstAsync(5);
        Assert.Equal(
            [new("text"), new("data", "typed"), new("{\"number\":7,\"item\":\"tea\"}"), new("a"), new("b")],
            events.Select(streamEvent => streamEvent.Data));
    }

    [Fact]
    public async Task A_namespace_is_the_first_part_of_the_name()
    {
        var key = cluster.NewName();

        await Provider.GetStream<string>("shop", key).OnNextAsync("text");

        Assert.Equal(["text"], await cluster.Streams.GetStream($"shop.{key}").ReadAsync(StreamStart.Earliest).TextsAsync());
    }

    [Fact]
    public async Task A_subscriber_gets_what_is_published_afterwards()
    {
        var stream = Provider.GetStream<Order>(cluster.NewName());
        await stream.OnNextAsync(new(1, "before"));
        var observer = new Observer<Order>();

        await stream.SubscribeAsync(observer);
        await stream.OnNextAsync(new(2, "tea"));
        await stream.OnNextBatchAsync([new(3, "milk"), new(4, "bread")]);

        Assert.Equal([new(2, "tea"), new(3, "milk"), new(4, "bread")], await observer.NextAsync(3));
    }

    [Fact]
    public async Task A_subscriber_is_not_told_of_what_has_expired_nor_of_a_gap_where_it_was()
    {
        var stream = Provider.GetStream<EventData>(cluster.NewName());
        var first = new Observer<EventData>();
        await stream.SubscribeAsync(first);
        await stream.OnNextBatchAsync([new("a"), new("b") { Key = "k", Ttl = TimeSpan.FromMilliseconds(1) }, new("c") { Key = "k", Ttl = TimeSpan.FromDays(1) }]);
        var (_, token) = await first.NextAsync();
        await Waiting.UntilAsync(
            async () => !(await cluster.Streams.GetStream(stream.StreamId.GetKeyAsString()).ReadAsync(StreamStart.Earliest).TextsAsync()).Contains("b"),
            "The event does not expire.");
        var second = new Observer<EventData>();

        await stream.SubscribeAsync(second, token);

        Assert.Equal(new("c") { Key = "k", Ttl = TimeSpan.FromDays(1) }, (await second.NextAsync()).Item);
    }

    [Fact]
    public async Task A_subscriber_of_a_stream_without_events_gets_the_first()
    {
        var stream = Provider.GetStream<StreamEvent>(cluster.NewName());
        var observer = new Observer<StreamEvent>();

        await stream.SubscribeAsync(observer);
        await stream.OnNextAsync(new(default, 0, new("first", "typed")));

        var (item, token) = await observer.NextAsync();
        Assert.Equal(new EventData("first", "typed"), item.Data);
        Assert.Equal(new EventStreamSequenceToken(item.Id), token);
    }

    [Fact]
    public async Task A_subscriber_with_a_token_gets_what_came_after_it()
    {
        var stream = Provider.GetStream<string>(cluster.NewName());
        var first = new Observer<string>();
        await stream.SubscribeAsync(first);
        await stream.OnNextBatchAsync(["a", "b", "c"]);
        var (_, token) = await first.NextAsync();
        var second = new Observer<string>();

        await stream.SubscribeAsync(second, token);
        await stream.OnNextAsync("d");

        Assert.Equal(["b", "c", "d"], await second.NextAsync(3));
    }

    [Fact]
    public async Task A_batch_observer_gets_together_what_is_there()
    {
        var stream = Provider.GetStream<string>(cluster.NewName());
        await stream.OnNextBatchAsync(["a", "b", "c"]);
        var observer = new BatchObserver<string>();

        await stream.SubscribeAsync(observer, new EventStreamSequenceToken(StreamPosition.Origin));

        Assert.Equal(["a", "b", "c"], await observer.NextAsync());
    }

    [Fact]
    public async Task An_unsubscribed_observer_hears_nothing_more()
    {
        var name = cluster.NewName();
        var stream = Provider.GetStream<string>(name);
        var (left, stays) = (new Observer<string>(), new Observer<string>());
        var handle = await stream.SubscribeAsync(left);
        await stream.SubscribeAsync(stays);
        await stream.OnNextAsync("a");
        await left.NextAsync();

        await handle.UnsubscribeAsync();
        left.Before = item => throw new InvalidOperationException($"It was told {item}.");
        await stream.OnNextAsync("b");

        Assert.Equal(["a", "b"], await stays.NextAsync(2));
        Assert.Single(await stream.GetAllSubscriptionHandles());
        await Assert.ThrowsAsync<InvalidOperationException>(handle.UnsubscribeAsync);
        await Waiting.UntilAsync(
            async () => (await cluster.Streams.GetStream(name).GetInfoAsync()).Leases == 1, "The lease was not given up.");
    }

    [Fact]
    public async Task A_subscription_resumes_with_another_observer_where_it_stands_or_from_a_token()
    {
        var stream = Provider.GetStream<string>(cluster.NewName());
        var (first, second, third) = (new Observer<string>(), new Observer<string>(), new Observer<string>());
        var handle = await stream.SubscribeAsync(first);
        await stream.OnNextAsync("a");
        var (_, token) = await first.NextAsync();

        var resumed = await handle.ResumeAsync(second);
        await stream.OnNextAsync("b");
        Assert.Equal(["b"], await second.NextAsync(1));
        var again = await (await stream.GetAllSubscriptionHandles()).Single().ResumeAsync(third, token);

        Assert.Equal(["b"], await third.NextAsync(1));
        Assert.Equal((handle.HandleId, handle.HandleId), (resumed.HandleId, again.HandleId));
        await Assert.ThrowsAsync<InvalidOperationException>(() => handle.ResumeAsync(first));
    }

    [Fact]
    public async Task An_observer_that_fails_is_told_again_and_misses_nothing()
    {
        var stream = Provider.GetStream<string>(cluster.NewName());
        var failures = 2;
        var observer = new Observer<string> { Before = item => item == "b" && failures-- > 0 ? throw new InvalidOperationException("Not now.") : Task.CompletedTask };
        await stream.SubscribeAsync(observer);

        await stream.OnNextBatchAsync(["a", "b", "c"]);

        Assert.Equal(["a", "b", "c"], await observer.NextAsync(3));
        Assert.Equal("Not now.", (await observer.NextErrorAsync()).Message);
        Assert.Equal("Not now.", (await observer.NextErrorAsync()).Message);
    }

    [Fact]
    public async Task An_event_that_is_no_such_item_is_told_of_and_passed_over()
    {
        var name = cluster.NewName();
        var observer = new Observer<Order>();
        await Provider.GetStream<Order>(name).SubscribeAsync(observer);

        await Provider.GetStream<string>(name).OnNextAsync("not JSON");
        await Provider.GetStream<Order>(name).OnNextAsync(new(1, "tea"));

        Assert.Equal(new(1, "tea"), (await observer.NextAsync()).Item);
        Assert.IsType<EventSerializationException>(await observer.NextErrorAsync());
    }

    [Fact]
    public async Task A_token_of_events_that_are_gone_is_told_of_before_what_is_left()
    {
        var name = cluster.NewName();
        var stream = Provider.GetStream<string>(name);
        var lost = await cluster.Streams.GetStream(name).PublishAsync("lost");
        await cluster.Streams.GetStream(name).DeleteAsync();
        var kept = await cluster.Streams.GetStream(name).PublishAsync("kept");
        var observer = new Observer<string>();

        await stream.SubscribeAsync(observer, new EventStreamSequenceToken(lost.Last));

        Assert.Equal("kept", (await observer.NextAsync()).Item);
        var gap = Assert.IsType<StreamGapException>(await observer.NextErrorAsync()).Gap;
        Assert.Equal((lost.Last, kept.First), (gap.After, gap.FirstKept));
    }

    [Fact]
    public async Task Foreign_tokens_and_wrong_names_are_refused()
    {
        var stream = Provider.GetStream<string>(cluster.NewName());

        await Assert.ThrowsAsync<InvalidSequenceTokenException>(
            () => stream.SubscribeAsync(new Observer<string>(), new Orleans.Providers.Streams.Common.EventSequenceTokenV2(7)));
        Assert.Throws<InvalidStreamNameException>(() => Provider.GetStream<string>("not a name"));
    }

    [Fact]
    public async Task What_is_not_supported_says_so()
    {
        var stream = Provider.GetStream<string>(cluster.NewName());
        var token = new EventStreamSequenceToken(StreamPosition.Origin);

        await Assert.ThrowsAsync<NotSupportedException>(() => stream.OnNextAsync("a", token));
        await Assert.ThrowsAsync<NotSupportedException>(() => stream.OnNextBatchAsync(["a"], token));
        await Assert.ThrowsAsync<NotSupportedException>(() => stream.OnErrorAsync(new TimeoutException()));
        await Assert.ThrowsAsync<NotSupportedException>(() => stream.SubscribeAsync(new Observer<string>(), token: null, "filter"));
    }

    [Fact]
    public async Task Items_that_cannot_be_events_are_refused()
    {
        var name = cluster.NewName();

        await Assert.ThrowsAsync<EventSerializationException>(() => Provider.GetStream<Delegate>(name).OnNextAsync(() => 1));
        await Assert.ThrowsAsync<ArgumentNullException>(() => Provider.GetStream<string>(name).OnNextAsync(null!));
        await Assert.ThrowsAsync<PublishRefusedException>(() => Provider.GetStream<string>(name).OnNextAsync(new('x', 300_000)));
    }
}
