using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.Client.Tests.Subscriptions;

public sealed class GapTests
{
    [Fact]
    public async Task Says_when_retention_has_dropped_what_was_not_told()
    {
        await using var following = await FollowOneEventAsync();
        following.Stream.Pushes = static (_, _) => { };
        following.Stream.Append(4);
        following.Stream.Trim(keep: 1);

        await following.Subscription.RefreshAsync().Within("the end of reading");

        Assert.Equal(["started epoch001-0", "event epoch001-1", "gap epoch001-1 to epoch001-5", "event epoch001-5"], following.Subscriber.Told);
    }

    [Fact]
    public async Task Says_nothing_when_retention_has_dropped_what_was_told()
    {
        await using var following = await FollowOneEventAsync();
        following.Stream.Trim(keep: 0);

        following.Stream.Append(1);
        await following.HeadAsync();

        Assert.Equal(["started epoch001-0", "event epoch001-1", "event epoch001-2"], following.Subscriber.Told);
    }

    [Fact]
    public async Task Says_when_the_stream_was_deleted()
    {
        await using var following = await FollowOneEventAsync();

        await following.Stream.Delete();
        await following.HeadAsync();
        following.Stream.Append(1);

        Assert.Equal(["started epoch001-0", "event epoch001-1", "deletion epoch001-1 to epoch002-1", "event epoch002-1"], following.Subscriber.Told);
    }

    [Fact]
    public async Task Says_when_the_memory_that_held_the_stream_was_lost()
    {
        await using var following = await FollowOneEventAsync();
        following.Stream.LoseMemory();
        following.Stream.Append(1);
        await following.RenewAsync();

        await following.PassAsync(TimeSpan.FromSeconds(1), () => following.Subscriber.Position == following.Stream.Head, "the head of the new epoch");

        Assert.Equal(["started epoch001-0", "event epoch001-1", "gap epoch001-1 to epoch002-1", "event epoch002-1"], following.Subscriber.Told);
    }

    [Fact]
    public async Task A_stream_that_knows_less_than_it_told_is_asked_again()
    {
        await using var following = await FollowOneEventAsync();
        following.Stream.Append(2);
        // As an activation answers that has lost the stream to another: its head is an earlier one.
        following.Stream.Forget(2);
        var reading = following.Subscription.RefreshAsync();
        var calls = following.Stream.Calls;
        await following.PassAsync(TimeSpan.FromMilliseconds(1), () => following.Stream.Calls > calls + 1, "a second attempt to read");
        following.Stream.Pushes = static (_, _) => { };
        following.Stream.Append(3);

        await following.PassAsync(TimeSpan.FromMilliseconds(100), () => reading.IsCompleted, "the end of reading");

        Assert.Equal(
            ["started epoch001-0", "event epoch001-1", "event epoch001-2", "event epoch001-3", "event epoch001-4"], following.Subscriber.Told);
    }

    [Fact]
    public async Task A_storage_that_lost_events_is_believed_in_the_end()
    {
        var following = await FollowOneEventAsync();
        following.Stream.Append(2);
        following.Stream.Forget(2);

        var reading = following.Subscription.RefreshAsync();
        await following.PassAsync(TimeSpan.FromSeconds(1), () => reading.IsCompleted, "the end of reading");

        Assert.Equal("gap epoch001-3 to epoch001-2", following.Subscriber.Told[^1]);
        await following.DisposeAsync();
    }

    private static async Task<Following> FollowOneEventAsync()
    {
        var following = new Following();
        await following.StartAsync(StreamStart.Latest);
        following.Stream.Append(1);
        return following;
    }
}
