namespace OrleansSse.Grains.Tests.Leases;

/// <summary>What gateways are told of the end of a stream.</summary>
public sealed class LeaseTableCompletionTests : LeaseTableTest
{
    [Fact]
    public void A_completion_is_told_once() => Run(async () =>
    {
        await PublishAsync("a");
        var told = Grant(Id, Observer);
        await PushAsync(Owner.CompleteAsync());
        await PushAsync(Owner.CompleteAsync());

        var push = Assert.Single(Observer.Pushes);
        Assert.Equal((told, told, true), (push.After, push.Head, push.IsCompleted));
        Assert.Empty(push.Events);
    });

    [Fact]
    public void Who_knows_of_the_completion_already_is_told_nothing() => Run(async () =>
    {
        await PushAsync(Owner.CompleteAsync());
        Grant(Id, Observer);
        Leases.Push();

        Assert.Empty(Observer.Pushes);
    });

    [Fact]
    public void A_completion_since_the_page_was_read_is_told_at_once() => Run(async () =>
    {
        await PublishAsync("a");
        var told = Owner.History.Head.StreamHead;
        await PushAsync(Owner.CompleteAsync());
        Leases.Grant(Id, Observer, told);

        Assert.True(Assert.Single(Observer.Pushes).IsCompleted);
    });

    [Fact]
    public void A_completion_rides_with_the_events_before_it() => Run(async () =>
    {
        var taking = new TaskCompletionSource();
        Observer.Taking = _ => taking.Task;
        Grant(Id, Observer);
        foreach (var data in new[] { "a", "b", "c" }) await PublishAsync(data);
        await PushAsync(Owner.CompleteAsync());
        taking.SetResult();
        await Turns.SettleAsync();

        Assert.Equal([(1, false), (2, true)], Observer.Pushes.Select(push => (push.Events.Length, push.IsCompleted)));
    });

    [Fact]
    public void A_completion_is_told_of_a_head_that_needs_several_pushes() => Run(async () =>
    {
        var told = Grant(Id, Observer);
        await Owner.PublishAsync(Events.Many(4096));
        await Owner.PublishAsync(Events.Many(904));
        await Owner.CompleteAsync();
        Leases.Push();
        await Turns.SettleAsync();

        Assert.Equal([4096, 904], Observer.Pushes.Select(push => push.Events.Length));
        Assert.Equal(5000, Observer.EventsAfter(told).Length);
        Assert.All(Observer.Pushes, push => Assert.Equal((5000, true), (push.Head.Sequence, push.IsCompleted)));
    }, recentEvents: 10_000);

    [Fact]
    public void Who_does_not_answer_is_told_of_the_completion_again() => Run(async () =>
    {
        Observer.Taking = _ => new TaskCompletionSource().Task;
        Grant(Id, Observer);
        await PushAsync(Owner.CompleteAsync());
        Time.Advance(TimeSpan.FromSeconds(1));
        await Turns.SettleAsync();

        Assert.Equal([true, true], Observer.Pushes.Select(push => push.IsCompleted));
    });

    [Fact]
    public void A_deletion_of_what_is_completed_is_told_as_something_to_read() => Run(async () =>
    {
        await PublishAsync("a");
        await PushAsync(Owner.CompleteAsync());
        var told = Grant(Id, Observer);
        await PushAsync(Owner.DeleteAsync());

        var push = Assert.Single(Observer.Pushes);
        Assert.Equal((told, 0, false), (push.After, push.Head.Sequence, push.IsCompleted));
        Assert.NotEqual(told.Epoch, push.Head.Epoch);
    });
}
