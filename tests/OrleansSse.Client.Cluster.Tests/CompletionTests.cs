using OrleansSse.Client.Cluster.Tests.Hosting;

namespace OrleansSse.Client.Cluster.Tests;

/// <summary>The end of a stream over a cluster.</summary>
public sealed class CompletionTests(TestCluster cluster)
{
    [Fact]
    public async Task Every_subscriber_gets_what_is_left_and_ends()
    {
        var stream = cluster.NewStream();
        var early = stream.SubscribeAsync(StreamStart.Latest).TextsAsync();
        await Waiting.UntilAsync(async () => (await stream.GetInfoAsync()).Leases == 1, "The subscriber takes no lease.");

        var last = await stream.PublishAsync([new EventData("a"), new EventData("b")]);
        await stream.CompleteAsync();
        await stream.CompleteAsync();

        Assert.Equal(["a", "b"], await early.Within("The subscription does not end."));
        Assert.Equal(["a", "b"], await stream.SubscribeAsync(StreamStart.Earliest).TextsAsync().Within("The late subscription does not end."));
        Assert.Empty(await stream.SubscribeAsync(StreamStart.Latest).TextsAsync().Within("A subscription to nothing does not end."));
        Assert.Equal((last.Last, true), await stream.GetInfoAsync() is var info ? (info.Last, info.IsCompleted) : default);
    }

    [Fact]
    public async Task Takes_no_more_events_but_knows_those_that_it_has()
    {
        var stream = cluster.NewStream();
        var first = await stream.PublishAsync("a", options: new() { IdempotencyKey = "key" });
        await stream.CompleteAsync();

        var refusal = await Assert.ThrowsAsync<PublishRefusedException>(() => stream.PublishAsync("b"));
        var again = await stream.PublishAsync("a", options: new() { IdempotencyKey = "key" });

        Assert.Equal("stream_completed", refusal.Code);
        Assert.Equal((PublishOutcome.Repeated, first.Last), (again.Outcome, again.Last));
    }

    [Fact]
    public async Task Begins_anew_when_it_is_deleted_and_says_so()
    {
        var stream = cluster.NewStream();
        var last = (await stream.PublishAsync("a")).Last;
        await stream.CompleteAsync();
        await stream.DeleteAsync();
        await stream.PublishAsync("b");

        StreamGap? told = null;
        var events = await stream.SubscribeAsync(StreamStart.After(last), gap => told = gap).FirstAsync(1);

        Assert.Equal("b", events[0].Data.Text);
        Assert.True(told?.IsDeletion);
    }
}
