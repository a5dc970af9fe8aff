using OrleansSse.Client.Cluster.Tests.Hosting;

namespace OrleansSse.Client.Cluster.Tests;

public sealed class SubscribeTests(TestCluster cluster)
{
    [Fact]
    public async Task Gets_history_and_then_what_comes()
    {
        var stream = cluster.NewStream();
        await stream.PublishAsync([new EventData("a"), new EventData("b")]);
        await using var events = stream.SubscribeAsync(StreamStart.Earliest).GetAsyncEnumerator();

        Assert.Equal("a", await NextAsync(events));
        Assert.Equal("b", await NextAsync(events));
        var next = NextAsync(events);
        await stream.PublishAsync("c");

        Assert.Equal("c", await next);
    }

    [Fact]
    public async Task Begins_with_the_next_event_when_asked_for_the_latest()
    {
        var stream = cluster.NewStream();
        await stream.PublishAsync("before");
        await using var events = stream.SubscribeAsync(StreamStart.Latest).GetAsyncEnumerator();
        var next = NextAsync(events);
        await Waiting.UntilAsync(async () => (await stream.GetInfoAsync()).Leases == 1, "The subscription does not stand.");

        await stream.PublishAsync("after");

        Assert.Equal("after", await next);
    }

    [Fact]
    public async Task Goes_on_when_the_stream_has_moved()
    {
        var stream = cluster.NewStream();
        await using var events = stream.SubscribeAsync(StreamStart.Earliest).GetAsyncEnumerator();
        var texts = new List<string>();

        for (var n = 0; n < 5; n++)
        {
            var next = NextAsync(events);
            await stream.PublishAsync($"{n}");
            texts.Add(await next);
            await cluster.DeactivateAsync(cluster.Client.GetGrain<IEventStreamGrain>(stream.Name.ToString()));
        }

        Assert.Equal(["0", "1", "2", "3", "4"], texts);
    }

    [Fact]
    public async Task A_slow_subscriber_gets_all_from_history_and_is_live_again_afterwards()
    {
        const int Burst = TestCluster.MaxBufferEvents * 20;
        var stream = cluster.NewStream();
        await stream.PublishAsync("0");
        await using var events = stream.SubscribeAsync(StreamStart.Earliest).GetAsyncEnumerator();
        Assert.Equal("0", await NextAsync(events));
        var next = NextAsync(events);
        await Waiting.UntilAsync(async () => (await stream.GetInfoAsync()).Leases == 1, "The subscription does not stand.");

        for (var n = 1; n <= Burst; n++) await stream.PublishAsync($"{n}");
        var texts = new List<string> { await next };
        while (texts.Count < Burst) texts.Add(await NextAsync(events));
        var live = NextAsync(events);
        await Waiting.UntilAsync(async () => (await stream.GetInfoAsync()).Leases == 1, "The subscription does not stand again.");
        await stream.PublishAsync("live");

        Assert.Equal(Enumerable.Range(1, Burst).Select(n => $"{n}"), texts);
        Assert.Equal("live", await live);
    }

    [Fact]
    public async Task Gives_its_lease_up_when_the_loop_is_left()
    {
        var stream = cluster.NewStream();
        await stream.PublishAsync("a");
        await foreach (var streamEvent in stream.SubscribeAsync(StreamStart.Earliest))
        {
            await stream.PublishAsync("b");
            if (streamEvent.Data.Text == "b") break;
        }

        await Waiting.UntilAsync(async () => (await stream.GetInfoAsync()).Leases == 0, "The lease is still there.");
    }

    [Fact]
    public async Task Ends_when_it_is_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var stream = cluster.NewStream();
        await using var events = stream.SubscribeAsync(StreamStart.Earliest, cancellationToken: cancellation.Token).GetAsyncEnumerator();
        var next = NextAsync(events);
        await Waiting.UntilAsync(async () => (await stream.GetInfoAsync()).Leases == 1, "The subscription does not stand.");

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task A_gap_ends_it_and_says_where_to_go_on()
    {
        var (stream, start) = await WithGapAsync();

        var gap = await Assert.ThrowsAsync<StreamGapException>(() => stream.SubscribeAsync(start).FirstAsync(1));
        var read = await Assert.ThrowsAsync<StreamGapException>(() => stream.ReadAsync(start).FirstAsync(1));

        Assert.Equal(gap.Gap, read.Gap);
        Assert.Equal("b", (await stream.SubscribeAsync(StreamStart.After(gap.Gap.End)).FirstAsync(1))[0].Data.Text);
    }

    [Fact]
    public async Task A_gap_is_told_of_before_what_is_left_to_who_asks_for_that()
    {
        var (stream, start) = await WithGapAsync();
        StreamGap? told = null;

        var events = await stream.SubscribeAsync(start, gap => told = gap).FirstAsync(1);

        Assert.Equal("b", events[0].Data.Text);
        Assert.Equal((start.Position, events[0].Id), (told?.After, told?.FirstKept));
    }

    [Fact]
    public async Task A_deletion_is_a_gap_to_who_is_live()
    {
        var stream = cluster.NewStream();
        await stream.PublishAsync("a");
        await using var events = stream.SubscribeAsync(StreamStart.Earliest).GetAsyncEnumerator();
        Assert.Equal("a", await NextAsync(events));
        var next = NextAsync(events);
        await Waiting.UntilAsync(async () => (await stream.GetInfoAsync()).Leases == 1, "The subscription does not stand.");

        await stream.DeleteAsync();

        await Assert.ThrowsAsync<StreamGapException>(() => next);
    }

    private async Task<(IEventStreamClient Stream, StreamStart AfterTheLost)> WithGapAsync()
    {
        var stream = cluster.NewStream();
        var lost = await stream.PublishAsync("a");
        await stream.DeleteAsync();
        await stream.PublishAsync("b");
        return (stream, StreamStart.After(lost.Last));
    }

    private static async Task<string> NextAsync(IAsyncEnumerator<StreamEvent> events)
    {
        Assert.True(await events.MoveNextAsync().AsTask().Within("No event came."));
        return events.Current.Data.Text;
    }
}
