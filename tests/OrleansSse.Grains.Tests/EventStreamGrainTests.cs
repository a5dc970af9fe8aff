using OrleansSse.Grains.Tests.Cluster;

namespace OrleansSse.Grains.Tests;

[Collection<ClusterTests>]
public sealed class EventStreamGrainTests(StreamCluster cluster)
{
    private readonly string _name = cluster.NewStream();

    private IEventStreamGrain Stream => cluster.Stream(_name);

    [Fact]
    public async Task Publishes_and_reads_over_the_wire()
    {
        var first = await Stream.Publish(new([new EventData("a\r\nb", "typed"), new EventData("")]));
        var second = await Stream.Publish(Events.Publish("c"));

        Assert.Equal((PublishOutcome.Appended, 1L, 2L), (first.Outcome, first.First.Sequence, first.Last.Sequence));
        Assert.Equal(first.Last.Next(), second.First);
        var page = await Stream.Read(new(StreamStart.Earliest));
        Assert.Equal([new EventData("a\r\nb", "typed"), new EventData(""), new EventData("c")], page.Events.Select(e => e.Data));
        Assert.All(page.Events, e => Assert.Equal(cluster.Time.GetUtcNow(), e.Time));
        Assert.True(page.IsLast);
    }

    [Fact]
    public async Task Tells_of_itself()
    {
        await Stream.SetRetention(new(MaxEvents: 280));
        var last = (await Stream.Publish(new(Events.Many(600, bytes: 10)))).Last;

        var info = await Stream.GetInfo();

        Assert.Equal((321L, last, 280L), (info.FirstSequence, info.Last, info.Count));
        Assert.Equal((1, 3440L, 0), (info.Segments, info.Bytes, info.Leases));
        Assert.Equal(new Retention { MaxEvents = 280 }, info.Retention);
        Assert.Equal(Durability.Stored, info.Durability);
    }

    [Fact]
    public async Task Asking_about_a_stream_that_does_not_exist_stores_nothing()
    {
        var page = await Stream.Read(new(StreamStart.Earliest));
        var info = await Stream.GetInfo();
        await Stream.Delete();
        Assert.Null(await Stream.Renew(Guid.NewGuid()));
        await Stream.Detach(Guid.NewGuid());

        Assert.Equal((StreamPosition.Origin, StreamPosition.Origin, 0L), (page.Head, info.Last, info.Count));
        Assert.Equal(1, info.FirstSequence);
        Assert.Equal(["Read"], cluster.Storage.Calls(_name).Select(call => call.Kind.ToString()));
    }

    [Fact]
    public async Task An_idempotent_retry_returns_the_ids_first_given_also_to_another_activation()
    {
        var request = Events.Keyed("key", "a", "b");
        var first = await Stream.Publish(request);
        await Stream.Publish(new(Events.Many(300)));
        var again = await Stream.Publish(request);
        await cluster.DeactivateAsync(_name);
        var afterwards = await Stream.Publish(request);

        Assert.Equal(first with { Outcome = PublishOutcome.Repeated }, again);
        Assert.Equal(again, afterwards);
        Assert.Equal(302, (await Stream.GetInfo()).Count);
    }

    [Fact]
    public async Task A_key_with_other_content_is_refused()
    {
        await Stream.Publish(Events.Keyed("key", "a"));
        await AssertRefusedAsync(Events.Keyed("key", "b"), "idempotency_key_reused");
        await cluster.DeactivateAsync(_name);
        await AssertRefusedAsync(new([new EventData("a", "typed")], "key"), "idempotency_key_reused");
        Assert.Equal(1, (await Stream.GetInfo()).Count);
    }

    [Fact]
    public async Task Appends_only_after_the_expected_event()
    {
        var first = await Stream.Publish(Events.Publish("a") with { ExpectedLast = StreamPosition.Origin });
        var late = await Stream.Publish(Events.Publish("b") with { ExpectedLast = StreamPosition.Origin });

        Assert.Equal(PublishOutcome.Appended, first.Outcome);
        Assert.Equal(new(PublishOutcome.UnexpectedLast, first.Last, first.Last), late);
    }

    [Fact]
    public async Task Deleting_begins_a_new_epoch_and_keeps_the_head_record()
    {
        var before = await Stream.Publish(new(Events.Many(300)));
        await Stream.Delete();

        Assert.Equal(["head"], cluster.Storage.Records(_name));
        await cluster.DeactivateAsync(_name);
        var page = await Stream.Read(new(StreamStart.After(before.Last)));
        Assert.Equal(0, page.Head.Sequence);
        Assert.NotEqual(before.Last.Epoch, page.Head.Epoch);
        Assert.Equal(before.Last, page.Gap!.After);

        var after = await Stream.Publish(Events.Publish("a"));
        Assert.Equal(new(page.Head.Epoch, 1), after.First);
    }

    [Fact]
    public async Task A_completed_stream_stays_so_until_it_is_deleted()
    {
        var request = Events.Keyed("key", "a");
        var first = await Stream.Publish(request);
        await Stream.Complete();
        await Stream.Complete();
        await cluster.DeactivateAsync(_name);

        await AssertRefusedAsync(Events.Publish("b"), "stream_completed");
        Assert.Equal(first with { Outcome = PublishOutcome.Repeated }, await Stream.Publish(request));
        Assert.True((await Stream.GetInfo()).IsCompleted);
        Assert.True((await Stream.Read(new(StreamStart.After(first.Last)))).IsEnd);

        await Stream.Delete();
        Assert.False((await Stream.GetInfo()).IsCompleted);
        var again = await Stream.Publish(Events.Publish("b"));
        Assert.Equal(1, again.First.Sequence);
        var gap = (await Stream.Read(new(StreamStart.After(first.Last)))).Gap;
        Assert.Equal(new(first.Last, again.First, again.Last, IsDeletion: true), gap);
    }

    [Fact]
    public async Task A_retention_of_its_own_outlives_the_activation_until_it_is_taken_back()
    {
        await Stream.Publish(new(Events.Many(10)));
        await Stream.SetRetention(new(MaxEvents: 4, MaxAge: TimeSpan.FromHours(1)));
        await cluster.DeactivateAsync(_name);
        var info = await Stream.GetInfo();
        Assert.Equal((7L, new() { MaxEvents = 4, MaxAge = TimeSpan.FromHours(1) }), (info.FirstSequence, info.Retention));

        await Stream.SetRetention(null);
        Assert.Equal(new(), (await Stream.GetInfo()).Retention);
        await Stream.Publish(new(Events.Many(10)));
        Assert.Equal(7, (await Stream.GetInfo()).FirstSequence);
    }

    [Theory]
    [InlineData(0L, null)]
    [InlineData(65_537L, null)]
    [InlineData(null, 0L)]
    [InlineData(null, 67_108_865L)]
    [InlineData(long.MinValue, long.MaxValue)]
    public async Task A_retention_out_of_range_is_refused(long? maxEvents, long? maxBytes)
    {
        var refusal = await Assert.ThrowsAsync<PublishRefusedException>(() => Stream.SetRetention(new(maxEvents, maxBytes)));
        Assert.Equal("invalid_retention", refusal.Code);
        Assert.Empty(cluster.Storage.Records(_name));
    }

    [Fact]
    public async Task What_breaks_a_limit_is_refused()
    {
        await AssertRefusedAsync(new([]), "empty_batch");
        await AssertRefusedAsync(new(null!), "empty_batch");
        await AssertRefusedAsync(Events.Keyed("", "a"), "invalid_idempotency_key");
        await AssertRefusedAsync(Events.Keyed(new('k', 129), "a"), "invalid_idempotency_key");
        await AssertRefusedAsync(new(Events.Many(4097)), "batch_too_large");
        await AssertRefusedAsync(new(Events.Many(20, bytes: 60_000)), "batch_too_large");
        await AssertRefusedAsync(new(Events.Many(1, bytes: 262_145)), "event_too_large");
        Assert.Empty(cluster.Storage.Records(_name));

        await Stream.Publish(new([.. Events.Many(4, bytes: 262_144)], new('k', 128)));
        Assert.Equal(4, (await Stream.GetInfo()).Count);
    }

    [Theory]
    [InlineData("a..b")]
    [InlineData("*")]
    [InlineData("a b")]
    [InlineData("$")]
    public async Task A_malformed_key_is_refused_however_it_is_called(string key)
    {
        var stream = cluster.Stream(key);
        Func<Task>[] calls =
        [
            () => stream.Publish(Events.Publish("a")), () => stream.Read(new(StreamStart.Latest)), stream.GetInfo, stream.Delete, stream.Complete,
            () => stream.SetRetention(null), () => stream.Renew(Guid.NewGuid()), () => stream.Detach(Guid.NewGuid()),
        ];
        var refusals = await Task.WhenAll(calls.Concat(calls).Select(call => Assert.ThrowsAsync<InvalidStreamNameException>(call)));
        Assert.All(refusals, refusal => Assert.Equal("invalid_stream_name", refusal.Code));
        Assert.Empty(cluster.Storage.Calls(key));
    }

    private async Task AssertRefusedAsync(PublishRequest request, string code)
    {
        var refusal = await Assert.ThrowsAsync<PublishRefusedException>(() => Stream.Publish(request));
        Assert.Equal(code, refusal.Code);
    }
}
