using OrleansSse.Grains.Tests.Cluster;
using OrleansSse.Grains.Tests.Storage;

namespace OrleansSse.Grains.Tests;

/// <summary>Streams whose storage cannot be read, is slow, or has too much waiting for it.</summary>
[Collection<ClusterTests>]
public sealed class EventStreamGrainUnavailableTests(StreamCluster cluster)
{
    private readonly string _name = cluster.NewStream();

    private IEventStreamGrain Stream => cluster.Stream(_name);

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
        foreach (var call in calls) await Outcomes.AssertUnavailableAsync(cluster.TimeOutAsync(call(), fault));
        await Task.WhenAll(calls.Select(call => Outcomes.AssertUnavailableAsync(cluster.TimeOutAsync(call(), fault))));

        cluster.Storage.Behave(_name, null);
        await Stream.AssertHasAsync("a");
        Assert.Equal(last.Next(), (await Stream.Publish(Events.Publish("b"))).Last);
        Assert.Equal(2, cluster.Storage.Calls(_name).Count(call => call.Kind == StorageCallKind.Write));
    }

    [Fact]
    public async Task A_segment_that_cannot_be_read_fails_only_who_reads_it()
    {
        await Stream.Publish(new(Events.Many(300)));
        await cluster.DeactivateAsync(_name);
        cluster.Storage.Behave(_name, StorageFaults.Where(call => call.Record.StartsWith("segment", StringComparison.Ordinal), StorageFaults.FailBefore));
        await Outcomes.AssertUnavailableAsync(Stream.Read(new(StreamStart.Earliest)));
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
}
