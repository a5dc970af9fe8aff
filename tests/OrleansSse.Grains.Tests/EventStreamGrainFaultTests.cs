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
        await Stream.AssertHasAsync("a", "b", "c");
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

        await Stream.AssertHasAsync("a");
        var retry = await Stream.Publish(request);
        Assert.Equal((PublishOutcome.Appended, 2L, 601L), (retry.Outcome, retry.First.Sequence, retry.Last.Sequence));
        await Stream.AssertHasAsync(["a", .. request.Events.Select(data => data.Text)]);
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
        await Stream.AssertHasAsync("a");

        cluster.Storage.Behave(_name, null);
        await cluster.DeactivateAsync(_name);
        await Stream.Publish(Events.Publish("b"));
        await Stream.AssertHasAsync("a", "b");
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
        await Outcomes.AssertUnknownAsync(late);
        await Stream.Publish(Events.Publish("b"));
        held.Release();
        await Stream.Publish(Events.Publish("c"));

        await Stream.AssertHasAsync("a", "b", "c");
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
        await Outcomes.AssertUnknownAsync(late);
        await Stream.AssertHasAsync("a");
        held.Release();
        await Outcomes.AssertUnknownAsync(Stream.Publish(Events.Publish("b")));

        await Stream.AssertHasAsync("a", "late");
        Assert.Equal((PublishOutcome.Repeated, 2L), Short(await Stream.Publish(Events.Keyed("key", "late"))));
    }

    private static (PublishOutcome Outcome, long First) Short(PublishResult result) => (result.Outcome, result.First.Sequence);

    // Does a call whose first storage call of a kind fails.
    private async Task FailAsync(Func<StorageCall, bool> isMeant, StorageFault fault, Func<Task> call)
    {
        cluster.Storage.Behave(_name, StorageFaults.Once(isMeant, StorageFaults.Of(fault)));
        await Outcomes.AssertUnknownAsync(cluster.TimeOutAsync(call(), fault));
        cluster.Storage.Behave(_name, null);
    }
}
