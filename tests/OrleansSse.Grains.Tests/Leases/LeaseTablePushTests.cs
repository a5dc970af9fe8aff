namespace OrleansSse.Grains.Tests.Leases;

/// <summary>What gateways are told.</summary>
public sealed class LeaseTablePushTests : LeaseTableTest
{
    [Fact]
    public void Pushes_continue_what_the_gateway_has() => Run(async () =>
    {
        await PublishAsync("a");
        var told = Grant(Id, Observer);
        await PublishAsync("b", "c");
        await PublishAsync("d");

        Assert.Equal(["b", "c", "d"], Observer.EventsAfter(told).Texts());
        Assert.Equal([3, 4], Observer.Pushes.Select(push => push.Head.Sequence));
        Assert.All(Observer.Pushes, push => Assert.Equal(Id, push.Lease));
    });

    [Fact]
    public void The_first_event_of_a_stream_continues_the_origin() => Run(async () =>
    {
        Assert.True(Grant(Id, Observer).IsOrigin);
        await PublishAsync("a");

        Assert.Equal(["a"], Observer.EventsAfter(StreamPosition.Origin).Texts());
    });

    [Fact]
    public void What_was_committed_since_the_page_was_read_is_pushed_at_once() => Run(async () =>
    {
        await PublishAsync("a");
        var told = Owner.History.Head.StreamHead;
        await PublishAsync("b");
        Leases.Grant(Id, Observer, told);

        Assert.Equal(["b"], Observer.EventsAfter(told.Position).Texts());
    });

    [Fact]
    public void One_call_is_in_flight_and_what_arrives_meanwhile_rides_in_the_next() => Run(async () =>
    {
        var taking = new TaskCompletionSource();
        Observer.Taking = _ => taking.Task;
        Grant(Id, Observer);
        foreach (var data in new[] { "a", "b", "c", "d" }) await PublishAsync(data);
        Assert.Single(Observer.Pushes);

        taking.SetResult();
        await Turns.SettleAsync();
        Assert.Equal([1, 3], Observer.Pushes.Select(push => push.Events.Length));
        Assert.Equal(["a", "b", "c", "d"], Observer.EventsAfter(default).Texts());
    });

    [Fact]
    public void A_slow_gateway_holds_up_neither_publishers_nor_others() => Run(async () =>
    {
        var slow = new TestObserver { Taking = _ => new TaskCompletionSource().Task };
        Grant(Guid.NewGuid(), slow);
        Grant(Id, Observer);
        await PublishAsync("a");
        await PublishAsync("b");

        Assert.Single(slow.Pushes);
        Assert.Equal(["a", "b"], Observer.EventsAfter(default).Texts());
    });

    [Fact]
    public void What_arrives_during_a_call_stays_in_memory_until_it_is_told() => Run(
        async () =>
        {
            var taking = new TaskCompletionSource();
            Observer.Taking = _ => taking.Task;
            Grant(Id, Observer);
            await PublishAsync("a");
            for (var i = 0; i < 20; i++) await Owner.PublishAsync(Events.Many(1000));
            taking.SetResult();
            await Turns.SettleAsync();

            Assert.Equal([1, 4096, 4096, 4096, 4096, 3616], Observer.Pushes.Select(push => push.Events.Length));
            Assert.False(Owner.History.TryReadRecent(Owner.History.Head.Position with { Sequence = 15_000 }, 1, 1, out _), "It stays in memory.");
        },
        recentEvents: 100);

    [Fact]
    public void Who_does_not_answer_is_told_the_head_again_and_then_what_is_new() => Run(async () =>
    {
        Observer.Taking = _ => new TaskCompletionSource().Task;
        Grant(Id, Observer);
        await PublishAsync("a");
        Time.Advance(TimeSpan.FromSeconds(1));
        await Turns.SettleAsync();
        await PublishAsync("b");
        Time.Advance(TimeSpan.FromSeconds(1));
        await Turns.SettleAsync();

        Assert.Equal([1, 0, 1], Observer.Pushes.Select(push => push.Events.Length));
        Assert.Equal([1, 1, 2], Observer.Pushes.Select(push => push.Head.Sequence));
        Assert.Equal(Observer.Pushes[0].Events[0].Id, Observer.Pushes[2].After);
        Assert.Empty(Failed);
    });

    [Fact]
    public void Who_has_fallen_behind_what_is_in_memory_is_told_to_read() => Run(async () =>
    {
        var taking = new TaskCompletionSource();
        Observer.Taking = _ => taking.Task;
        Grant(Id, Observer);
        await PublishAsync("a");
        for (var i = 0; i < 20; i++) await Owner.PublishAsync(Events.Many(1, bytes: 1 << 20));
        var pushing = Owner.History.Head.Position;
        Leases.Push();
        taking.SetResult();
        await Turns.SettleAsync();
        await PublishAsync("b");

        Assert.Equal([1, 0, 1], Observer.Pushes.Select(push => push.Events.Length));
        Assert.Equal((1, pushing), (Observer.Pushes[1].After.Sequence, Observer.Pushes[1].Head));
        Assert.Equal(pushing, Observer.Pushes[2].After);
    });

    [Fact]
    public void A_deletion_is_told_as_something_to_read() => Run(async () =>
    {
        await PublishAsync("a");
        var told = Grant(Id, Observer);
        await Owner.DeleteAsync();
        Leases.Push();
        await PublishAsync("b");

        Assert.Equal(told, Observer.Pushes[0].After);
        Assert.Empty(Observer.Pushes[0].Events);
        Assert.Equal(0, Observer.Pushes[0].Head.Sequence);
        Assert.Equal(Observer.Pushes[0].Head, Observer.Pushes[1].After);
        Assert.Equal(["b"], Observer.Pushes[1].Events.Texts());
    });

    [Fact]
    public void A_push_has_at_most_4096_events() => Run(async () =>
    {
        var told = Grant(Id, Observer);
        await Owner.PublishAsync(Events.Many(5000));
        Leases.Push();

        Assert.Equal([4096, 904], Observer.Pushes.Select(push => push.Events.Length));
        Assert.Equal(5000, Observer.EventsAfter(told).Length);
    }, recentEvents: 10_000);
}
