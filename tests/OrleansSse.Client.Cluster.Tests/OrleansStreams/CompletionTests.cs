using Orleans.Streams;
using OrleansSse.Client.Cluster.Tests.Hosting;
using OrleansSse.Client.OrleansStreams;

namespace OrleansSse.Client.Cluster.Tests.OrleansStreams;

/// <summary>The end of a stream, as the provider of Orleans streams tells it.</summary>
public sealed class CompletionTests(TestCluster cluster)
{
    private readonly string _name = cluster.NewName();

    private IAsyncStream<string> Stream => cluster.Client.GetStreamProvider("EventStreams").GetStream<string>(_name);

    [Fact]
    public async Task A_publisher_completes_the_stream_and_observers_are_told_after_the_last_item()
    {
        var (items, batches) = (new Observer<string>(), new BatchObserver<string>());
        await Stream.SubscribeAsync(items);
        await Stream.SubscribeAsync(batches);

        await Stream.OnNextAsync("a");
        await Stream.OnCompletedAsync();

        await items.Completed;
        await batches.Completed;
        Assert.Equal("a", (await items.NextAsync()).Item);
        Assert.Equal(["a"], await batches.NextAsync());
        Assert.True((await cluster.Streams.GetStream(_name).GetInfoAsync()).IsCompleted);
        await Assert.ThrowsAsync<PublishRefusedException>(() => Stream.OnNextAsync("b"));
    }

    [Fact]
    public async Task A_subscription_ends_with_the_stream()
    {
        var observer = new Observer<string>();
        var handle = await Stream.SubscribeAsync(observer);

        await Stream.OnCompletedAsync();
        await observer.Completed;

        await Waiting.UntilAsync(async () => (await Stream.GetAllSubscriptionHandles()).Count == 0, "The subscription goes on.");
        await Assert.ThrowsAsync<InvalidOperationException>(handle.UnsubscribeAsync);
        await Waiting.UntilAsync(
            async () => (await cluster.Streams.GetStream(_name).GetInfoAsync()).Leases == 0, "The lease was not given up.");
    }

    [Fact]
    public async Task An_observer_may_unsubscribe_when_it_is_told_of_the_end()
    {
        StreamSubscriptionHandle<string>? handle = null;
        var observer = new Observer<string> { BeforeEnd = () => handle!.UnsubscribeAsync() };
        handle = await Stream.SubscribeAsync(observer);

        await Stream.OnCompletedAsync();

        await observer.Completed;
    }

    [Fact]
    public async Task An_observer_that_fails_at_the_end_is_told_again()
    {
        var failures = 1;
        var observer = new Observer<string> { BeforeEnd = () => failures-- > 0 ? throw new InvalidOperationException("Not now.") : Task.CompletedTask };
        await Stream.SubscribeAsync(observer);

        await Stream.OnCompletedAsync();

        await observer.Completed;
        Assert.Equal("Not now.", (await observer.NextErrorAsync()).Message);
    }

    [Fact]
    public async Task A_stream_that_is_completed_already_gives_what_it_has_and_ends()
    {
        await Stream.OnNextBatchAsync(["a", "b"]);
        await Stream.OnCompletedAsync();
        var (late, rewound) = (new Observer<string>(), new Observer<string>());

        await Stream.SubscribeAsync(late);
        await Stream.SubscribeAsync(rewound, new EventStreamSequenceToken(StreamPosition.Origin));

        await late.Completed;
        await rewound.Completed;
        Assert.Equal(["a", "b"], await rewound.NextAsync(2));
    }

    [Fact]
    public async Task A_deletion_is_told_by_its_name_and_the_subscription_goes_on()
    {
        var observer = new Observer<string>();
        await Stream.SubscribeAsync(observer);
        await Stream.OnNextAsync("a");
        await observer.NextAsync();

        await cluster.Streams.GetStream(_name).DeleteAsync();
        Assert.Equal("deleted", Assert.IsType<StreamGapException>(await observer.NextErrorAsync()).Code);

        await Stream.OnNextAsync("b");
        Assert.Equal("b", (await observer.NextAsync()).Item);
    }
}
