using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.Client.Tests.Subscriptions;

public sealed class PushTests
{
    private readonly List<(IStreamObserver Observer, EventPush Push)> _held = [];

    [Fact]
    public async Task A_push_that_continues_is_handed_on_without_a_call()
    {
        await using var following = new Following();
        await following.StartAsync(StreamStart.Latest);
        var calls = following.Stream.Calls;

        following.Stream.Append(2);

        Assert.Equal(["started epoch001-0", "event epoch001-1", "event epoch001-2"], following.Subscriber.Told);
        Assert.Equal(calls, following.Stream.Calls);
    }

    [Fact]
    public async Task What_a_lost_push_held_is_read_when_the_next_one_comes()
    {
        await using var following = new Following();
        await following.StartAsync(StreamStart.Latest);
        following.Stream.Append(1);
        Hold(following);
        following.Stream.Append(2);
        following.Stream.Append(1);

        await DeliverAsync(1);
        await following.HeadAsync();

        Assert.Equal(
            ["started epoch001-0", "event epoch001-1", "event epoch001-2", "event epoch001-3", "event epoch001-4"], following.Subscriber.Told);
    }

    [Fact]
    public async Task A_repeated_push_is_not_handed_on_again()
    {
        await using var following = new Following();
        await following.StartAsync(StreamStart.Latest);
        Hold(following);
        following.Stream.Append(1);

        await DeliverAsync(0);
        await DeliverAsync(0);

        Assert.Equal(["started epoch001-0", "event epoch001-1"], following.Subscriber.Told);
    }

    [Fact]
    public async Task Only_the_new_part_of_a_push_is_handed_on()
    {
        await using var following = new Following();
        await following.StartAsync(StreamStart.Latest);
        Hold(following);
        following.Stream.Append(2);
        following.Stream.Append(2);
        var (observer, second) = _held[1];
        await DeliverAsync(0);
        var calls = following.Stream.Calls;

        await observer.Push(second with { After = _held[0].Push.After, Events = [.. _held[0].Push.Events, .. second.Events] });

        Assert.Equal(
            ["started epoch001-0", "event epoch001-1", "event epoch001-2", "event epoch001-3", "event epoch001-4"], following.Subscriber.Told);
        Assert.Equal(calls, following.Stream.Calls);
    }

    [Fact]
    public async Task Pushes_in_the_wrong_order_arrive_in_order()
    {
        await using var following = new Following();
        await following.StartAsync(StreamStart.Latest);
        Hold(following);
        for (var n = 0; n < 3; n++) following.Stream.Append(1);

        await DeliverAsync(2);
        await DeliverAsync(0);
        await DeliverAsync(1);
        await following.HeadAsync();

        Assert.Equal(["started epoch001-0", "event epoch001-1", "event epoch001-2", "event epoch001-3"], following.Subscriber.Told);
    }

    [Fact]
    public async Task A_push_without_events_is_a_reason_to_read()
    {
        await using var following = new Following();
        await following.StartAsync(StreamStart.Latest);
        Hold(following);
        following.Stream.Append(3);
        var (observer, push) = _held[0];

        await observer.Push(push with { Events = [] });
        await following.HeadAsync();

        Assert.Equal(["started epoch001-0", "event epoch001-1", "event epoch001-2", "event epoch001-3"], following.Subscriber.Told);
    }

    [Fact]
    public async Task A_push_waits_while_history_is_read()
    {
        await using var following = new Following();
        await following.StartAsync(StreamStart.Latest);
        Hold(following);
        following.Stream.Append(2);
        var gate = new TaskCompletionSource();
        following.Stream.After = _ => gate.Task;
        var reading = following.Subscription.RefreshAsync();
        following.Stream.Append(1);

        var push = _held[1].Observer.Push(_held[1].Push);
        Assert.False(push.IsCompleted);
        Assert.Equal(["started epoch001-0"], following.Subscriber.Told);

        gate.SetResult();
        await push.Within("the push that waited");
        await reading.Within("the end of reading");
        Assert.Equal(["started epoch001-0", "event epoch001-1", "event epoch001-2", "event epoch001-3"], following.Subscriber.Told);
    }

    [Fact]
    public async Task A_late_push_of_a_deleted_history_changes_nothing()
    {
        await using var following = new Following();
        await following.StartAsync(StreamStart.Latest);
        following.Stream.Append(1);
        Hold(following);
        following.Stream.Append(1);
        await following.Stream.Delete();
        await DeliverAsync(1);
        await following.HeadAsync();

        await DeliverAsync(0);
        await following.HeadAsync();

        Assert.Equal(["started epoch001-0", "event epoch001-1", "deletion epoch001-1 to epoch002-1"], following.Subscriber.Told);
    }

    [Fact]
    public async Task A_late_push_of_a_lost_memory_is_not_handed_on_again()
    {
        await using var following = new Following(isNew: true);
        await following.StartAsync(StreamStart.Latest);
        Hold(following);
        following.Stream.Append(1);
        await following.Subscription.RefreshAsync().Within("the end of reading");
        following.Stream.LoseMemory();
        await following.Subscription.RefreshAsync().Within("the end of reading");

        await DeliverAsync(0);
        await following.HeadAsync();

        Assert.Equal(
            ["started 00000000-0", "started epoch001-0", "event epoch001-1", "gap epoch001-1 to 00000000-1"], following.Subscriber.Told);
    }

    private void Hold(Following following) => following.Stream.Pushes = (observer, push) => _held.Add((observer, push));

    private Task DeliverAsync(int index) => _held[index].Observer.Push(_held[index].Push).Within("the return of a push");
}
