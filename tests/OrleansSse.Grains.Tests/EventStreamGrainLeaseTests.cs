using OrleansSse.Grains.Tests.Cluster;
using OrleansSse.Grains.Tests.Leases;
using OrleansSse.Grains.Tests.Storage;

namespace OrleansSse.Grains.Tests;

[Collection<ClusterTests>]
public sealed class EventStreamGrainLeaseTests(StreamCluster cluster)
{
    private static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(60);

    private readonly string _name = cluster.NewStream();
    private readonly Guid _lease = Guid.NewGuid();
    private readonly TestObserver _observer = new();

    private IEventStreamGrain Stream => cluster.Stream(_name);

    [Fact]
    public async Task A_page_and_the_pushes_after_it_are_the_whole_stream()
    {
        await Stream.Publish(Events.Publish("a", "b"));
        var page = await AttachAsync(_lease, _observer);
        await Stream.Publish(Events.Publish("c"));
        await Stream.Publish(Events.Publish("d", "e"));
        await UntilToldAsync(5);

        Assert.Equal(["a", "b"], page.Events.Texts());
        Assert.Equal(["c", "d", "e"], _observer.EventsAfter(page.Head).Texts());
        Assert.Equal(1, (await Stream.GetInfo()).Leases);
    }

    [Fact]
    public async Task Nothing_falls_between_page_and_pushes_however_much_is_published_meanwhile()
    {
        await Stream.Publish(new(Events.Many(300)));
        using var stop = new CancellationTokenSource();
        var publishers = Enumerable.Range(0, 4).Select(PublishUntilStoppedAsync).ToArray();
        var attached = new List<(HistoryPage Page, TestObserver Observer)>();
        for (var i = 0; i < 20; i++)
        {
            var observer = new TestObserver();
            attached.Add((await AttachAsync(Guid.NewGuid(), observer), observer));
        }

        await stop.CancelAsync();
        await Task.WhenAll(publishers).Within("The publishers do not stop.");
        var last = (await Stream.Publish(Events.Publish("last"))).Last;
        foreach (var (page, observer) in attached)
        {
            await observer.UntilAsync(o => o.Pushes is [.., var push] && push.Head == last, "The last event is not pushed.");
            Assert.Equal(last, observer.EventsAfter(page.Head)[^1].Id);
        }

        async Task PublishUntilStoppedAsync(int publisher)
        {
            while (!stop.IsCancellationRequested) await Stream.Publish(Events.Publish("x", "y", "z"));
        }
    }

    [Fact]
    public async Task A_slow_or_failing_gateway_holds_up_nobody()
    {
        var release = new TaskCompletionSource();
        var slow = new TestObserver { Taking = _ => release.Task };
        var failing = new TestObserver { Taking = _ => throw new InvalidOperationException("Taken wrongly.") };
        var failingLease = Guid.NewGuid();
        await AttachAsync(Guid.NewGuid(), slow);
        await AttachAsync(failingLease, failing);
        var page = await AttachAsync(_lease, _observer);
        for (var i = 1; i <= 10; i++)
        {
            await Stream.Publish(Events.Publish($"{i}")).Within("The publisher waits.");
            await UntilToldAsync(i);
        }

        Assert.Equal(10, _observer.EventsAfter(page.Head).Length);
        Assert.Single(slow.Pushes);
        release.SetResult();
        await slow.UntilAsync(o => o.Pushes.Length == 2, "What arrived meanwhile is not pushed.");
        Assert.Equal(10, slow.EventsAfter(page.Head).Length);
        await failing.UntilAsync(o => o.Lost.Length == 1, "The failing gateway is not told that its lease has ended.");
        Assert.Single(failing.Pushes);
        Assert.Null(await Stream.Renew(failingLease));
    }

    [Fact]
    public async Task A_renewal_tells_the_head()
    {
        await AttachAsync(_lease, _observer);
        var last = (await Stream.Publish(Events.Publish("a"))).Last;
        cluster.Time.Advance(LeaseDuration / 2);

        Assert.Equal(new(last, IsCompleted: false), await Stream.Renew(_lease));
        cluster.Time.Advance(LeaseDuration / 2);
        await Stream.Complete();
        Assert.Equal(new(last, IsCompleted: true), await Stream.Renew(_lease));
        cluster.Time.Advance(LeaseDuration);
        Assert.Null(await Stream.Renew(_lease));
        Assert.Null(await Stream.Renew(Guid.NewGuid()));
    }

    [Fact]
    public async Task A_completion_is_pushed_and_told_to_who_attaches_later()
    {
        var last = (await Stream.Publish(Events.Publish("a"))).Last;
        await AttachAsync(_lease, _observer);
        await Stream.Complete();
        await _observer.UntilAsync(o => o.Pushes is [{ IsCompleted: true }], "The completion is not pushed.");

        Assert.Equal(last, _observer.Pushes[0].Head);
        Assert.True((await AttachAsync(Guid.NewGuid(), new())).IsEnd);
    }

    [Fact]
    public async Task A_lease_that_is_given_up_ends()
    {
        await AttachAsync(_lease, _observer);
        await Stream.Detach(_lease);
        await Stream.Publish(Events.Publish("a"));

        Assert.Null(await Stream.Renew(_lease));
        Assert.Empty(_observer.Pushes);
    }

    [Fact]
    public async Task A_deactivation_says_that_leases_are_lost()
    {
        await AttachAsync(_lease, _observer);
        await cluster.DeactivateAsync(_name);

        await _observer.UntilAsync(o => o.Lost.Contains(_lease), "The lost lease is not told.");
        Assert.Null(await Stream.Renew(_lease));
    }

    [Theory]
    [InlineData(StorageFault.FailBefore, 0)]
    [InlineData(StorageFault.ApplyAndFail, 1)]
    public async Task A_failed_commit_says_that_leases_are_lost_and_shows_nothing_that_may_not_be_there(StorageFault fault, int landed)
    {
        await AttachAsync(_lease, _observer);
        cluster.Storage.Behave(_name, StorageFaults.Once(call => call.IsHeadWrite, StorageFaults.Of(fault)));
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => Stream.Publish(Events.Publish("a")));

        await _observer.UntilAsync(o => o.Lost.Contains(_lease), "The lost lease is not told.");
        Assert.Empty(_observer.Pushes);
        Assert.Null(await Stream.Renew(_lease));
        Assert.Equal(landed, (await AttachAsync(_lease, _observer)).Events.Length);
    }

    [Fact]
    public async Task A_page_that_cannot_be_read_grants_no_lease()
    {
        await Stream.Publish(new(Events.Many(300)));
        await cluster.DeactivateAsync(_name);
        cluster.Storage.Behave(_name, StorageFaults.Where(call => call.Record != "head", StorageFaults.FailBefore));
        await Assert.ThrowsAsync<StreamUnavailableException>(() => AttachAsync(_lease, _observer));

        Assert.Null(await Stream.Renew(_lease));
    }

    [Fact]
    public async Task Attaching_to_a_stream_that_does_not_exist_stores_nothing()
    {
        var page = await AttachAsync(_lease, _observer);

        Assert.Equal((StreamPosition.Origin, true), (page.Head, page.IsLast));
        Assert.Empty(cluster.Storage.Records(_name));
    }

    private Task<HistoryPage> AttachAsync(Guid lease, TestObserver observer) =>
        Stream.Attach(lease, cluster.Client.CreateObjectReference<IStreamObserver>(observer), new(StreamStart.Earliest));

    private Task UntilToldAsync(long sequence) =>
        _observer.UntilAsync(o => o.Pushes is [.., var push] && push.Head.Sequence >= sequence, $"Event {sequence} is not pushed.");
}
