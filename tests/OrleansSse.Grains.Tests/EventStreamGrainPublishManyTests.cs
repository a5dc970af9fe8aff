using OrleansSse.Grains.Tests.Cluster;
using OrleansSse.Grains.Tests.Storage;

namespace OrleansSse.Grains.Tests;

/// <summary>Several publishes in one call: each as if it were alone.</summary>
[Collection<ClusterTests>]
public sealed class EventStreamGrainPublishManyTests(StreamCluster cluster)
{
    private readonly string _name = cluster.NewStream();

    private IEventStreamGrain Stream => cluster.Stream(_name);

    [Fact]
    public async Task Each_has_its_own_result_or_error_in_the_order_of_the_requests()
    {
        await Stream.Publish(Events.Keyed("used", "0"));

        var reports = await PublishAsync(
            [
                Events.Publish("1", "2"),
                Events.Publish(),
                Events.Keyed("key", "3"),
                Events.Keyed("key", "3"),
                Events.Keyed("used", "other"),
                Events.Publish("too late") with { ExpectedLast = StreamPosition.Origin },
                Events.Keyed("used", "0"),
                Events.Publish(new string('.', 300_000)),
                new([null!]),
                null!,
                Events.Publish("4") with { IdempotencyKey = "" },
                Events.Publish("5"),
            ]);

        Assert.Equal(
            [
                "Appended 2-3", "empty_batch", "Appended 4-4", "Repeated 4-4", "idempotency_key_reused", "UnexpectedLast 4-4", "Repeated 1-1",
                "event_too_large", "invalid_event", "empty_batch", "invalid_idempotency_key", "Appended 5-5",
            ],
            reports.Select(Text));
        await Stream.AssertHasAsync("0", "1", "2", "3", "5");
        Assert.All(reports, report => Assert.True(report.Result is null != report.Error is null));
    }

    [Fact]
    public async Task Those_of_one_call_are_stored_together()
    {
        await PublishAsync([.. Enumerable.Range(1, 100).Select(n => Events.Keyed($"key {n}", $"{n}"))]);

        Assert.Equal(1, cluster.Storage.Calls(_name).Count(call => call.IsHeadWrite));
        Assert.Equal(100, (await Stream.GetInfo()).Count);
    }

    [Theory]
    [InlineData(StorageFault.FailBefore)]
    [InlineData(StorageFault.ApplyAndFail)]
    [InlineData(StorageFault.Hang)]
    public async Task When_storing_fails_the_outcome_is_unknown_of_all_but_those_that_were_refused(StorageFault fault)
    {
        await Stream.Publish(Events.Publish("0"));
        cluster.Storage.Behave(_name, StorageFaults.Once(call => call.IsHeadWrite, StorageFaults.Of(fault)));
        var requests = new[] { Events.Keyed("a", "1"), Events.Publish(), Events.Keyed("b", "2") };

        var publishing = PublishAsync(requests);
        await cluster.TimeOutAsync(publishing, fault);

        Assert.Equal(["outcome_unknown", "empty_batch", "outcome_unknown"], (await publishing).Select(Text));
        var again = await PublishAsync(requests);
        var outcome = fault == StorageFault.ApplyAndFail ? PublishOutcome.Repeated : PublishOutcome.Appended;
        Assert.Equal([$"{outcome} 2-2", "empty_batch", $"{outcome} 3-3"], again.Select(Text));
        await Stream.AssertHasAsync("0", "1", "2");
    }

    [Fact]
    public async Task A_stream_that_cannot_be_read_is_unavailable_to_all_but_those_that_were_refused()
    {
        cluster.Storage.Behave(_name, StorageFaults.FailBefore);

        var reports = await PublishAsync([Events.Publish("1"), Events.Publish(), Events.Publish("2")]);

        Assert.Equal(["unavailable", "empty_batch", "unavailable"], reports.Select(Text));
    }

    [Fact]
    public async Task One_whose_keys_cannot_be_read_fails_alone()
    {
        foreach (var n in Enumerable.Range(0, 300)) await Stream.Publish(Events.Keyed($"key {n}", $"{n}"));
        await cluster.DeactivateAsync(_name);
        cluster.Time.Advance(TimeSpan.FromMinutes(2));
        cluster.Storage.Behave(_name, StorageFaults.Where(call => call.Record.StartsWith("segment", StringComparison.Ordinal), StorageFaults.FailBefore));

        var reports = await PublishAsync(
            [Events.Keyed("new", "a") with { KeyAge = TimeSpan.Zero }, Events.Keyed("of unknown age", "b"), Events.Publish("c")]);

        Assert.Equal(["Appended 301-301", "unavailable", "Appended 302-302"], reports.Select(Text));
    }

    [Fact]
    public async Task What_one_publisher_has_pending_takes_no_room_from_another()
    {
        var held = new HeldCall(cluster.Storage, _name, call => call.IsHeadWrite);
        var request = Events.Publish(new string('.', 20_000)) with { Publisher = 1 };
        var flooding = PublishAsync([.. Enumerable.Repeat(request, 20)]);
        await held.Reached;

        var modest = PublishAsync([Events.Publish("modest") with { Publisher = 2 }]);
        var floodingOn = await PublishAsync([request]).Within("Who floods is not refused.");

        var refused = Assert.Single(floodingOn);
        var overload = Assert.IsType<StreamOverloadedException>(refused.Error);
        Assert.True(overload.RetryAfter > TimeSpan.Zero);
        held.Release();
        Assert.Equal("Appended 6-6", Text(Assert.Single(await modest.Within("Who is modest is not stored."))));
        Assert.Equal(5, (await flooding).Count(report => report.Result is not null));
    }

    private async Task<PublishReport[]> PublishAsync(PublishRequest[] requests) => (await Stream.PublishMany(requests)).Reports;

    private static string Text(PublishReport report) =>
        report.Error?.Code ?? $"{report.Result!.Outcome} {report.Result.First.Sequence}-{report.Result.Last.Sequence}";
}
