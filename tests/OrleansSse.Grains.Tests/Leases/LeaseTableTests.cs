using Microsoft.Extensions.Time.Testing;
using OrleansSse.Grains.Leases;
using OrleansSse.Grains.Tests.History;
using OrleansSse.Grains.Tests.Storage;

namespace OrleansSse.Grains.Tests.Leases;

public sealed class LeaseTableTests : ILeaseLog
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);

    private readonly FakeTimeProvider _time = new();
    private readonly TestGrainStorage _storage = new();
    private readonly List<Guid> _failed = [];
    private readonly Guid _id = Guid.NewGuid();
    private readonly TestObserver _observer = new();
    private Owner _owner = null!;
    private LeaseTable _leases = null!;

    void ILeaseLog.PushFailed(Guid lease, Exception exception) => _failed.Add(lease);

    [Fact]
    public void Pushes_continue_what_the_gateway_has() => Run(async () =>
    {
        await PublishAsync("a");
        var told = Grant(_id, _observer);
        await PublishAsync("b", "c");
        await PublishAsync("d");

        Assert.Equal(["b", "c", "d"], _observer.EventsAfter(told).Texts());
        Assert.Equal([3, 4], _observer.Pushes.Select(push => push.Head.Sequence));
        Assert.All(_observer.Pushes, push => Assert.Equal(_id, push.Lease));
    });

    [Fact]
    public void The_first_event_of_a_stream_continues_the_origin() => Run(async () =>
    {
        Assert.True(Grant(_id, _observer).IsOrigin);
        await PublishAsync("a");

        Assert.Equal(["a"], _observer.EventsAfter(StreamPosition.Origin).Texts());
    });

    [Fact]
    public void What_was_committed_since_the_page_was_read_is_pushed_at_once() => Run(async () =>
    {
        await PublishAsync("a");
        var told = _owner.History.Head.Position;
        await PublishAsync("b");
        _leases.Grant(_id, _observer, told);

        Assert.Equal(["b"], _observer.EventsAfter(told).Texts());
    });

    [Fact]
    public void One_call_is_in_flight_and_what_arrives_meanwhile_rides_in_the_next() => Run(async () =>
    {
        var taking = new TaskCompletionSource();
        _observer.Taking = _ => taking.Task;
        Grant(_id, _observer);
        foreach (var data in new[] { "a", "b", "c", "d" }) await PublishAsync(data);
        Assert.Single(_observer.Pushes);

        taking.SetResult();
        await Turns.SettleAsync();
        Assert.Equal([1, 3], _observer.Pushes.Select(push => push.Events.Length));
        Assert.Equal(["a", "b", "c", "d"], _observer.EventsAfter(default).Texts());
    });

    [Fact]
    public void A_slow_gateway_holds_up_neither_publishers_nor_others() => Run(async () =>
    {
        var slow = new TestObserver { Taking = _ => new TaskCompletionSource().Task };
        Grant(Guid.NewGuid(), slow);
        Grant(_id, _observer);
        await PublishAsync("a");
        await PublishAsync("b");

        Assert.Single(slow.Pushes);
        Assert.Equal(["a", "b"], _observer.EventsAfter(default).Texts());
    });

    [Fact]
    public void A_gateway_that_fails_loses_its_lease_and_only_that() => Run(async () =>
    {
        var failing = new TestObserver { Taking = _ => Task.FromException(new TimeoutException("Gone.")) };
        var throwing = new TestObserver { Taking = _ => throw new TimeoutException("Gone.") };
        Guid[] ids = [Guid.NewGuid(), Guid.NewGuid()];
        Grant(ids[0], failing);
        Grant(ids[1], throwing);
        Grant(_id, _observer);
        await PublishAsync("a");
        await PublishAsync("b");

        Assert.Equal(ids, _failed);
        Assert.Equal((1, 1), (failing.Pushes.Length, throwing.Pushes.Length));
        Assert.Equal(["a", "b"], _observer.EventsAfter(default).Texts());
        Assert.Equal([false, false, true], new[] { ids[0], ids[1], _id }.Select(_leases.TryRenew));
        Assert.Equal(1, _leases.Count);
    });

    [Fact]
    public void A_lease_ends_unless_it_is_renewed() => Run(async () =>
    {
        var renewed = new TestObserver();
        var other = Guid.NewGuid();
        Grant(_id, _observer);
        Grant(other, renewed);
        _time.Advance(Duration / 2);
        Assert.True(_leases.TryRenew(other));
        _time.Advance(Duration / 2);
        Assert.Equal(1, _leases.Count);
        await PublishAsync("a");

        Assert.Empty(_observer.Pushes);
        Assert.Single(renewed.Pushes);
        Assert.False(_leases.TryRenew(_id));
        Assert.True(_leases.TryRenew(other));
    });

    [Fact]
    public void An_ended_lease_is_not_told_that_it_is_lost() => Run(() =>
    {
        Grant(_id, _observer);
        _time.Advance(Duration);
        Grant(Guid.NewGuid(), new TestObserver());
        _leases.Revoke();

        Assert.Empty(_observer.Lost);
        return Task.CompletedTask;
    });

    [Fact]
    public void A_lease_that_was_given_up_is_pushed_nothing_more() => Run(async () =>
    {
        var taking = new TaskCompletionSource();
        _observer.Taking = _ => taking.Task;
        Grant(_id, _observer);
        await PublishAsync("a");
        await PublishAsync("b");
        _leases.Remove(_id);
        taking.SetResult();
        await Turns.SettleAsync();
        await PublishAsync("c");

        Assert.Single(_observer.Pushes);
        Assert.False(_leases.TryRenew(_id));
    });

    [Fact]
    public void A_gateway_that_attaches_again_does_not_wait_for_its_old_call() => Run(async () =>
    {
        _observer.Taking = _ => new TaskCompletionSource().Task;
        Grant(_id, _observer);
        await PublishAsync("a");
        var again = new TestObserver();
        var told = Grant(_id, again);
        await PublishAsync("b");

        Assert.Equal(["b"], again.EventsAfter(told).Texts());
        Assert.Single(_observer.Pushes);
    });

    [Fact]
    public void An_old_call_that_fails_does_not_end_the_new_lease() => Run(async () =>
    {
        var taking = new TaskCompletionSource();
        _observer.Taking = _ => taking.Task;
        Grant(_id, _observer);
        await PublishAsync("a");
        var again = new TestObserver();
        Grant(_id, again);
        taking.SetException(new TimeoutException("Gone."));
        await Turns.SettleAsync();
        await PublishAsync("b");

        Assert.Single(again.Pushes);
        Assert.True(_leases.TryRenew(_id));
    });

    [Fact]
    public void Who_has_fallen_behind_what_is_in_memory_is_told_to_read() => Run(async () =>
    {
        var taking = new TaskCompletionSource();
        _observer.Taking = _ => taking.Task;
        Grant(_id, _observer);
        await PublishAsync("a");
        for (var i = 0; i < 20; i++) await _owner.PublishAsync(Events.Many(100));
        var pushing = _owner.History.Head.Position;
        _leases.Push();
        taking.SetResult();
        await Turns.SettleAsync();
        await PublishAsync("b");

        Assert.Equal([1, 0, 1], _observer.Pushes.Select(push => push.Events.Length));
        Assert.Equal((1, pushing), (_observer.Pushes[1].After.Sequence, _observer.Pushes[1].Head));
        Assert.Equal(pushing, _observer.Pushes[2].After);
    });

    [Fact]
    public void A_deletion_is_told_as_something_to_read() => Run(async () =>
    {
        await PublishAsync("a");
        var told = Grant(_id, _observer);
        await _owner.DeleteAsync();
        _leases.Push();
        await PublishAsync("b");

        Assert.Equal(told, _observer.Pushes[0].After);
        Assert.Empty(_observer.Pushes[0].Events);
        Assert.Equal(0, _observer.Pushes[0].Head.Sequence);
        Assert.Equal(_observer.Pushes[0].Head, _observer.Pushes[1].After);
        Assert.Equal(["b"], _observer.Pushes[1].Events.Texts());
    });

    [Fact]
    public void A_push_has_at_most_4096_events() => Run(async () =>
    {
        var told = Grant(_id, _observer);
        await _owner.PublishAsync(Events.Many(5000));
        _leases.Push();

        Assert.Equal([4096, 904], _observer.Pushes.Select(push => push.Events.Length));
        Assert.Equal(5000, _observer.EventsAfter(told).Length);
    }, recentEvents: 10_000);

    [Fact]
    public void Ending_tells_every_gateway() => Run(async () =>
    {
        var other = Guid.NewGuid();
        Grant(_id, _observer);
        Grant(other, _observer);
        _leases.Revoke();
        await PublishAsync("a");

        Assert.Equal(new[] { _id, other }.Order(), _observer.Lost.Order());
        Assert.Empty(_observer.Pushes);
        Assert.Equal((0, false), (_leases.Count, _leases.TryRenew(_id)));
    });

    [Fact]
    public void Who_attaches_while_all_leases_end_is_told_too() => Run(async () =>
    {
        _leases.Revoke();
        Grant(_id, _observer);
        await PublishAsync("a");

        Assert.Equal([_id], _observer.Lost);
        Assert.Empty(_observer.Pushes);
        Assert.Equal((0, false), (_leases.Count, _leases.TryRenew(_id)));
    });

    private void Run(Func<Task> body, int recentEvents = 1024) => Turns.Run(async () =>
    {
        _owner = await Owner.OpenAsync(_storage, _time, recentEvents: recentEvents);
        _leases = new(_owner.History, Duration, _time, this);
        await body();
    });

    private StreamPosition Grant(Guid id, TestObserver observer)
    {
        var told = _owner.History.Head.Position;
        _leases.Grant(id, observer, told);
        return told;
    }

    private async Task PublishAsync(params string[] data)
    {
        await _owner.PublishAsync(Events.Of(data));
        _leases.Push();
        await Turns.SettleAsync();
    }
}
