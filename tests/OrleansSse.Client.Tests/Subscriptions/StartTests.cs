using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.Client.Tests.Subscriptions;

public sealed class StartTests
{
    [Fact]
    public async Task Starts_with_the_events_that_were_asked_for()
    {
        await using var following = new Following();
        following.Stream.Append(5);

        await following.StartAsync(StreamStart.Recent(2));

        Assert.Equal(["started epoch001-3", "event epoch001-4", "event epoch001-5"], following.Subscriber.Told);
    }

    [Fact]
    public async Task Says_where_the_stream_stood_when_the_lease_was_taken()
    {
        await using var following = new Following();
        following.Stream.Append(5);
        following.Stream.PageSize = 2;

        await following.StartAsync(StreamStart.Earliest);
        following.Stream.Append(1);

        Assert.Equal(StreamPosition.Parse("epoch001-5"), await following.Subscription.Started);
    }

    [Fact]
    public async Task Reads_page_after_page_up_to_the_head()
    {
        await using var following = new Following();
        following.Stream.Append(5);
        following.Stream.PageSize = 2;

        await following.StartAsync(StreamStart.Earliest);

        Assert.Equal(
            ["started epoch001-0", "event epoch001-1", "event epoch001-2", "event epoch001-3", "event epoch001-4", "event epoch001-5"],
            following.Subscriber.Told);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1024)]
    public async Task A_snapshot_is_told_whole_and_then_what_comes_whatever_is_pushed_meanwhile(int pageSize)
    {
        await using var following = new Following();
        following.Subscriber.MayLeaveOut = true;
        following.Stream.PageSize = pageSize;
        following.Stream.Append(Of("a"), Of("b"), Of("a"), new("none"));

        await following.StartAsync(StreamStart.Snapshot);
        following.Stream.Append(new("none"), Of("b"));
        await following.HeadAsync();

        Assert.Equal(
            ["started epoch001-1", "event epoch001-2", "event epoch001-3", "event epoch001-5", "event epoch001-6"], following.Subscriber.Told);

        static EventData Of(string key) => new("x") { Key = key };
    }

    [Fact]
    public async Task Says_what_is_gone_of_that_which_was_asked_for()
    {
        await using var following = new Following();
        following.Stream.Append(5);
        following.Stream.Trim(keep: 1);

        await following.StartAsync(StreamStart.After(StreamPosition.Parse("epoch001-2")));

        Assert.Equal(["started epoch001-4", "gap epoch001-2 to epoch001-5", "event epoch001-5"], following.Subscriber.Told);
    }

    [Fact]
    public async Task Tries_again_until_the_stream_can_be_reached()
    {
        await using var following = new Following();
        following.Stream.Append(1);
        var failures = 0;
        following.Stream.Before = _ => ++failures <= 8 ? throw new StreamUnavailableException("No silo.") : Task.CompletedTask;

        following.Begin(StreamStart.Earliest);
        await following.PassAsync(TimeSpan.FromSeconds(1), () => following.Subscription.Started.IsCompleted, "the start after eight failures");

        Assert.Equal(["started epoch001-0", "event epoch001-1"], following.Subscriber.Told);
        Assert.Equal(9, failures);
    }

    [Fact]
    public async Task Says_when_a_stream_without_events_has_got_its_epoch()
    {
        await using var following = new Following(isNew: true);
        await following.StartAsync(StreamStart.Latest);

        following.Stream.Begin();
        await following.Subscription.RefreshAsync().Within("the end of reading");
        following.Stream.Append(1);

        Assert.Equal(["started 00000000-0", "started epoch001-0", "event epoch001-1"], following.Subscriber.Told);
    }
}
