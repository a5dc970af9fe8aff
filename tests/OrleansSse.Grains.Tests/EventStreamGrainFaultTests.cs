using OrleansSse.Grains.Tests.Cluster;
using OrleansSse.Grains.Tests.Storage;

namespace OrleansSse.Grains.Tests;

/// <summary>What publishers and readers are told when the storage misbehaves, and what is there afterwards.</summary>
[Collection<ClusterTests>]
public sealed class EventStreamGrainFaultTests(StreamCluster cluster)
{
    private readonly string _name = cluster.NewStream();

    private IEventStreamGrain Stream => cluster.Stream(_name);

    [Theory]
    [InlineData(StorageFault.FailBefore, 1)]
    [InlineData(StorageFault.Throw, 1)]
    [InlineData(StorageFault.ApplyAndFail, 3)]
    [InlineData(StorageFault.Hang, 1)]
    public async Task A_failed_commit_is_an_unknown_outcome_and_the_next_call_sees_what_landed(StorageFault fault, int landed)
    {
        await Stream.Publish(Events.Publish("a"));
        var request = Events.Keyed("key", "b", "c");
        await FailAsync(call => call.IsHeadWrite, fault, () => Stream.Publish(request));

        Assert.Equal(landed, (await Stream.Read(new(StreamStart.Earliest))).Events.Length);
        var retry = await Stream.Publish(request);
        Assert.Equal(landed == 1 ? PublishOutcome.Appended : PublishOutcome.Repeated, retry.Outcome);
        Assert.Equal((2L, 3L), (retry.First.Sequence, retry.Last.Sequence));
        await AssertStreamAsync("a", "b", "c");
    }

    [Theory]
    [InlineData(StorageFault.FailBefore)]
    [InlineData(StorageFault.Throw)]
    [InlineData(StorageFault.ApplyAndFail)]
    [InlineData(StorageFault.Hang)]
    public async Task A_failed_segment_is_an_unknown_outcome_and_nothing_landed(StorageFault fault)
    {
        await Stream.Publish(Events.Publish("a"));
        var request = new PublishRequest(Events.Many(600), "key");
        await FailAsync(call => call.IsSegmentWrite, fault, () => Stream.Publish(request));

        await AssertStreamAsync("a");
        var retry = await Stream.Publish(request);
        Assert.Equal((PublishOutcome.Appended, 2L, 601L), (retry.Outcome, retry.First.Sequence, retry.Last.Sequence));
        await AssertStreamAsync(["a", .. request.Events.Select(data => data.Text)]);
    }

    [Theory]
    [InlineData(StorageFault.FailBefore)]
    [InlineData(StorageFault.Throw)]
    [InlineData(StorageFault.ApplyAndFail)]
    [InlineData(StorageFault.Hang)]
    public async Task A_failed_clearing_is_nobodys_loss(StorageFault fault)
    {
        await Stream.Publish(new(Events.Many(600)));
        cluster.Storage.Behave(_name, StorageFaults.Where(call => call.Kind == StorageCallKind.Clear, StorageFaults.Of(fault)));
        await Stream.Delete();
        await Stream.Publish(Events.Publish("a"));
        await AssertStreamAsync("a");

        cluster.Storage.Behave(_name, null);
        await cluster.DeactivateAsync(_name);
        await Stream.Publish(Events.Publish("b"));
        await AssertStreamAsync("a", "b");
        Assert.Equal(["head"], cluster.Storage.Records(_name));
    }

    [Theory]
    [InlineData(StorageFault.FailBefore)]
    [InlineData(StorageFault.Throw)]
    [InlineData(StorageFault.ApplyAndFail)]
    [InlineData(StorageFault.Hang)]
    public async Task A_failed_deletion_or_retention_is_an_unknown_outcome_too(StorageFault fault)
    {
        await Stream.Publish(Events.Publish("a"));
        await FailAsync(call => call.IsHeadWrite, fault, () => Stream.SetRetention(new(MaxEvents: 5)));
        Assert.Equal(fault == StorageFault.ApplyAndFail ? 5 : 10_000, (await Stream.GetInfo()).Retention.MaxEvents);

        await FailAsync(call => call.IsHeadWrite, fault, Stream.Delete);
        Assert.Equal(fault == StorageFault.ApplyAndFail ? 0 : 1, (await Stream.GetInfo()).Count);
    }

    [Fact]
    public async Task A_write_that_lands_after_the_next_activation_went_on_changes_nothing()
    {
        await Stream.Publish(Events.Publish("a"));
        var held = new HeldCall(cluster.Storage, _name, call => call.IsHeadWrite);
        var late = Stream.Publish(Events.Keyed("key", "late"));
        await held.Reached;
        cluster.PassStorageTimeout();
        await AssertUnknownAsync(late);
        await Stream.Publish(Events.Publish("b"));
        held.Release();
        await Stream.Publish(Events.Publish("c"));

        await AssertStreamAsync("a", "b", "c");
        Assert.Equal((PublishOutcome.Appended, 4L), Short(await Stream.Publish(Events.Keyed("key", "late"))));
    }

    [Fact]
    public async Task A_write_that_lands_before_the_next_activation_writes_makes_that_write_fail_and_stays()
    {
        await Stream.Publish(Events.Publish("a"));
        var held = new HeldCall(cluster.Storage, _name, call => call.IsHeadWrite);
        var late = Stream.Publish(Events.Keyed("key", "late"));
        await held.Reached;
        cluster.PassStorageTimeout();
        await AssertUnknownAsync(late);
        await AssertStreamAsync("a");
        held.Release();
        await AssertUnknownAsync(Stream.Publish(Events.Publish("b")));

        await AssertStreamAsync("a", "late");
        Assert.Equal((PublishOutcome.Repeated, 2L), Short(await Stream.Publish(Events.Keyed("key", "late"))));
    }

    [Fact]
    public async Task A_slow_storage_is_no_failure_and_its_publishes_ride_together()
    {
        var held = new HeldCall(cluster.Storage, _name, call => call.IsHeadWrite);
        var first = Stream.Publish(Events.Publish("a"));
        await held.Reached;
        var others = Enumerable.Range(0, 20).Select(i => Stream.Publish(Events.Publish($"{i}"))).ToArray();
        var reading = await Stream.Read(new(StreamStart.Earliest));
        Assert.Empty(reading.Events);
        held.Release();

        await Task.WhenAll([first, .. others]).Within("The publishes are not acknowledged.");
        Assert.Equal(21, (await Stream.GetInfo()).Count);
        Assert.InRange(cluster.Storage.Calls(_name).Count(call => call.IsHeadWrite), 2, 21);
    }

    [Fact]
    public async Task What_waits_behind_a_failure_was_not_done()
    {
        await Stream.Publish(Events.Publish("a"));
        var held = new HeldCall(cluster.Storage, _name, call => call.IsHeadWrite);
        var failing = Stream.Publish(Events.Publish("b"));
        await held.Reached;
        var waiting = Stream.Publish(Events.Publish("c"));
        // It has arrived when a later call of the same client is answered.
        await Stream.GetInfo();
        cluster.PassStorageTimeout();

        await AssertUnknownAsync(failing);
        await AssertUnavailableAsync(waiting);
        await AssertStreamAsync("a");
    }

    [Theory]
    [InlineData(StorageFault.FailBefore)]
    [InlineData(StorageFault.Throw)]
    [InlineData(StorageFault.ApplyAndFail)]
    [InlineData(StorageFault.Hang)]
    public async Task A_stream_that_cannot_be_read_is_unavailable_and_not_empty(StorageFault fault)
    {
        var last = (await Stream.Publish(Events.Publish("a"))).Last;
        await cluster.DeactivateAsync(_name);
        cluster.Storage.Behave(_name, StorageFaults.Of(fault));
        Func<Task>[] calls =
        [
            () => Stream.Publish(Events.Publish("b")), () => Stream.Publish(Events.Keyed("key", "b")), () => Stream.Read(new(StreamStart.Earliest)),
            Stream.GetInfo, Stream.Delete, () => Stream.SetRetention(new(MaxEvents: 1)), () => Stream.Renew(Guid.NewGuid()),
        ];
        foreach (var call in calls) await AssertUnavailableAsync(TimeOutAsync(call(), fault));
        await Task.WhenAll(calls.Select(call => AssertUnavailableAsync(TimeOutAsync(call(), fault))));

        cluster.Storage.Behave(_name, null);
        await AssertStreamAsync("a");
        Assert.Equal(last.Next(), (await Stream.Publish(Events.Publish("b"))).Last);
        Assert.Equal(2, cluster.Storage.Calls(_name).Count(call => call.Kind == StorageCallKind.Write));
    }

    [Fact]
    public async Task A_segment_that_cannot_be_read_fails_only_who_reads_it()
    {
        await Stream.Publish(new(Events.Many(300)));
        await cluster.DeactivateAsync(_name);
        cluster.Storage.Behave(_name, StorageFaults.Where(call => call.Record.StartsWith("segment", StringComparison.Ordinal), StorageFaults.FailBefore));
        await AssertUnavailableAsync(Stream.Read(new(StreamStart.Earliest)));
        Assert.Equal(44, (await Stream.Read(new(StreamStart.Recent(44)))).Events.Length);
        await Stream.Publish(Events.Publish("a"));

        cluster.Storage.Behave(_name, null);
        Assert.Equal(256, (await Stream.Read(new(StreamStart.Earliest))).Events.Length);
    }

    [Theory]
    [InlineData(1, 60_000, 2)]
    [InlineData(150, 0, 10)]
    public async Task More_than_may_wait_is_refused_with_when_to_retry(int events, int bytes, int accepted)
    {
        var held = new HeldCall(cluster.Storage, _name, call => call.IsHeadWrite);
        var request = new PublishRequest([.. Enumerable.Range(0, events).Select(_ => new EventData(new string('.', bytes)))]);
        var publishes = Enumerable.Range(0, 20).Select(_ => Stream.Publish(request)).ToList();
        for (var refused = 0; refused < 20 - accepted; refused++)
        {
            var ended = await Task.WhenAny(publishes).Within("Any number may wait.");
            var refusal = await Assert.ThrowsAsync<StreamOverloadedException>(() => ended);
            Assert.Equal(("overloaded", TimeSpan.FromSeconds(1)), (refusal.Code, refusal.RetryAfter));
            publishes.Remove(ended);
        }

        held.Release();
        await Task.WhenAll(publishes).Within("The publishes that were accepted are not acknowledged.");
        Assert.Equal(accepted * events, (await Stream.GetInfo()).Count);
        await Stream.Publish(request);
    }

    private static (PublishOutcome Outcome, long First) Short(PublishResult result) => (result.Outcome, result.First.Sequence);

    // Does a call whose first storage call of a kind fails.
    private async Task FailAsync(Func<StorageCall, bool> isMeant, StorageFault fault, Func<Task> call)
    {
        cluster.Storage.Behave(_name, StorageFaults.Once(isMeant, StorageFaults.Of(fault)));
        await AssertUnknownAsync(TimeOutAsync(call(), fault));
        cluster.Storage.Behave(_name, null);
    }

    private async Task TimeOutAsync(Task call, StorageFault fault)
    {
        while (fault == StorageFault.Hang && !call.IsCompleted)
        {
            cluster.PassStorageTimeout();
            await Task.WhenAny(call, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken));
        }

        await call.Within("The call does not end.");
    }

    private static async Task AssertUnknownAsync(Task call)
    {
        var unknown = await Assert.ThrowsAsync<OutcomeUnknownException>(() => call.Within("The call does not end."));
        Assert.Equal("outcome_unknown", unknown.Code);
        Assert.NotNull(unknown.InnerException);
    }

    private static async Task AssertUnavailableAsync(Task call)
    {
        var unavailable = await Assert.ThrowsAsync<StreamUnavailableException>(() => call.Within("The call does not end."));
        Assert.Equal("unavailable", unavailable.Code);
    }

    private async Task AssertStreamAsync(params string[] data)
    {
        var events = new List<StreamEvent>();
        var page = await Stream.Read(new(StreamStart.Earliest));
        for (; !page.IsLast; page = await Stream.Read(new(StreamStart.After(page.To)))) events.AddRange(page.Events);
        Assert.Equal(data, events.Concat(page.Events).Texts());
    }
}
