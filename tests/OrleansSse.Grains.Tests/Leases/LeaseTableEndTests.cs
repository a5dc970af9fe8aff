namespace OrleansSse.Grains.Tests.Leases;

/// <summary>How leases end.</summary>
public sealed class LeaseTableEndTests : LeaseTableTest
{
    [Fact]
    public void A_gateway_that_fails_loses_its_lease_and_only_that() => Run(async () =>
    {
        var failing = new TestObserver { Taking = _ => Task.FromException(new TimeoutException("Gone.")) };
        var throwing = new TestObserver { Taking = _ => throw new TimeoutException("Gone.") };
        Guid[] ids = [Guid.NewGuid(), Guid.NewGuid()];
        Grant(ids[0], failing);
        Grant(ids[1], throwing);
        Grant(Id, Observer);
        await PublishAsync("a");
        await PublishAsync("b");

        Assert.Equal(ids, Failed);
        Assert.Equal((1, 1), (failing.Pushes.Length, throwing.Pushes.Length));
        Assert.Equal(["a", "b"], Observer.EventsAfter(default).Texts());
        Assert.Equal([false, false, true], new[] { ids[0], ids[1], Id }.Select(Leases.TryRenew));
        Assert.Equal(1, Leases.Count);
    });

    [Fact]
    public void A_lease_ends_unless_it_is_renewed() => Run(async () =>
    {
        var renewed = new TestObserver();
        var other = Guid.NewGuid();
        Grant(Id, Observer);
        Grant(other, renewed);
        Time.Advance(Duration / 2);
        Assert.True(Leases.TryRenew(other));
        Time.Advance(Duration / 2);
        Assert.Equal(1, Leases.Count);
        await PublishAsync("a");

        Assert.Empty(Observer.Pushes);
        Assert.Single(renewed.Pushes);
        Assert.False(Leases.TryRenew(Id));
        Assert.True(Leases.TryRenew(other));
    });

    [Fact]
    public void A_gateway_that_answers_need_not_renew_and_is_told_so() => Run(async () =>
    {
        Grant(Id, Observer);
        Time.Advance(Duration * 0.75);
        await PublishAsync("a");
        Time.Advance(Duration * 0.75);
        await PublishAsync("b");

        Assert.Equal([true, true], Observer.Pushes.Select(static push => push.Renews));
        Assert.True(Leases.TryRenew(Id));
    });

    [Fact]
    public void A_gateway_whose_answers_do_not_arrive_has_to_renew_and_is_told_so() => Run(async () =>
    {
        Observer.Taking = static _ => new TaskCompletionSource().Task;
        Grant(Id, Observer);
        await PublishAsync("a");
        Time.Advance(TimeSpan.FromSeconds(1));
        await Turns.SettleAsync();

        Assert.Equal([true, false], Observer.Pushes.Select(static push => push.Renews));
        Time.Advance(Duration);
        Assert.False(Leases.TryRenew(Id));
    });

    [Fact]
    public void A_gateway_that_took_a_push_too_late_is_told_that_it_lost_its_lease() => Run(async () =>
    {
        var taking = new TaskCompletionSource();
        Observer.Taking = _ => taking.Task;
        Grant(Id, Observer);
        await PublishAsync("a");
        Assert.Empty(Observer.Lost);

        taking.SetException(new TimeoutException("Too late."));
        await Turns.SettleAsync();
        Assert.Equal([Id], Observer.Lost);
    });

    [Theory, InlineData(1), InlineData(-1)]
    public void A_lease_lasts_as_long_as_it_is_to_when_the_clock_is_set(int days) => Run(async () =>
    {
        Grant(Id, Observer);
        Time.Error = TimeSpan.FromDays(days);
        await PublishAsync("a");
        Assert.Single(Observer.Pushes);

        Time.Advance(Duration);
        Assert.False(Leases.TryRenew(Id));
    });

    [Fact]
    public void An_ended_lease_is_not_told_that_it_is_lost() => Run(() =>
    {
        Grant(Id, Observer);
        Time.Advance(Duration);
        Grant(Guid.NewGuid(), new TestObserver());
        Leases.Revoke();

        Assert.Empty(Observer.Lost);
        return Task.CompletedTask;
    });

    [Fact]
    public void A_lease_that_was_given_up_is_pushed_nothing_more() => Run(async () =>
    {
        var taking = new TaskCompletionSource();
        Observer.Taking = _ => taking.Task;
        Grant(Id, Observer);
        await PublishAsync("a");
        await PublishAsync("b");
        Leases.Remove(Id);
        taking.SetResult();
        await Turns.SettleAsync();
        await PublishAsync("c");

        Assert.Single(Observer.Pushes);
        Assert.False(Leases.TryRenew(Id));
    });

    [Fact]
    public void A_gateway_that_attaches_again_does_not_wait_for_its_old_call() => Run(async () =>
    {
        Observer.Taking = _ => new TaskCompletionSource().Task;
        Grant(Id, Observer);
        await PublishAsync("a");
        var again = new TestObserver();
        var told = Grant(Id, again);
        await PublishAsync("b");

        Assert.Equal(["b"], again.EventsAfter(told).Texts());
        Assert.Single(Observer.Pushes);
    });

    [Fact]
    public void An_old_call_that_fails_does_not_end_the_new_lease() => Run(async () =>
    {
        var taking = new TaskCompletionSource();
        Observer.Taking = _ => taking.Task;
        Grant(Id, Observer);
        await PublishAsync("a");
        var again = new TestObserver();
        Grant(Id, again);
        taking.SetException(new TimeoutException("Gone."));
        await Turns.SettleAsync();
        await PublishAsync("b");

        Assert.Single(again.Pushes);
        Assert.Empty(Observer.Lost);
        Assert.True(Leases.TryRenew(Id));
    });

    [Fact]
    public void Ending_tells_every_gateway() => Run(async () =>
    {
        var other = Guid.NewGuid();
        Grant(Id, Observer);
        Grant(other, Observer);
        Leases.Revoke();
        await PublishAsync("a");

        Assert.Equal(new[] { Id, other }.Order(), Observer.Lost.Order());
        Assert.Empty(Observer.Pushes);
        Assert.Equal((0, false), (Leases.Count, Leases.TryRenew(Id)));
    });

    [Fact]
    public void Who_attaches_while_all_leases_end_is_told_too() => Run(async () =>
    {
        Leases.Revoke();
        Grant(Id, Observer);
        await PublishAsync("a");

        Assert.Equal([Id], Observer.Lost);
        Assert.Empty(Observer.Pushes);
        Assert.Equal((0, false), (Leases.Count, Leases.TryRenew(Id)));
    });
}
