using OrleansSse.Hosting.Tests.Clusters;
using OrleansSse.Hosting.Tests.Servers;
using static OrleansSse.Hosting.Tests.Streams.StreamReading;

namespace OrleansSse.Hosting.Tests.Streams;

/// <summary>What a stream promises, on a provider's real server.</summary>
public abstract class StreamTests<TServer>(ClusterOn<TServer> cluster)
    where TServer : IStorageServer, new()
{
    [Fact]
    public async Task History_is_the_head_and_the_segments_that_it_names()
    {
        var name = cluster.NewStream();
        await cluster.Cluster.Stream(name).PublishManyAsync(1_000);

        var info = await cluster.Cluster.Stream(name).GetInfo();
        Assert.True(info.Segments >= 3, $"There are only {info.Segments} segments.");
        Assert.Equal(Texts(1_000), await cluster.Cluster.Stream(name).ReadAllAsync());
        var records = await cluster.Server.RecordsAsync(name);
        Assert.Equal(["head"], records.Where(static record => !record.StartsWith("segment-", StringComparison.Ordinal)));
        Assert.Equal(1 + info.Segments, records.Length);
    }

    [Fact]
    public async Task What_retention_has_dropped_is_gone_from_the_server()
    {
        var name = cluster.NewStream();
        await cluster.Cluster.Stream(name).PublishManyAsync(1_000);
        await cluster.Cluster.Stream(name).SetRetention(new(MaxEvents: 10));

        await AssertRecordsAsync(name);
        Assert.Equal(Texts(1_000)[^10..], await cluster.Cluster.Stream(name).ReadAllAsync());
    }

    [Fact]
    public async Task A_deleted_stream_leaves_a_head_and_begins_anew()
    {
        var name = cluster.NewStream();
        await cluster.Cluster.Stream(name).PublishManyAsync(600);
        var before = (await cluster.Cluster.Stream(name).GetInfo()).Last;
        await cluster.Cluster.Stream(name).Delete();

        await AssertRecordsAsync(name);
        var after = await cluster.Cluster.Stream(name).PublishAsync(key: null, "a");
        Assert.Equal(1, after.First.Sequence);
        Assert.NotEqual(before.Epoch, after.First.Epoch);
        Assert.Equal(["a"], await cluster.Cluster.Stream(name).ReadAllAsync());
    }

    [Fact]
    public async Task A_retry_gets_the_ids_first_given()
    {
        var stream = cluster.Cluster.Stream(cluster.NewStream());
        var first = await stream.PublishAsync("key", "a", "b");
        await stream.PublishAsync(key: null, "c");
        var retried = await stream.PublishAsync("key", "a", "b");

        Assert.Equal((first.First, first.Last, PublishOutcome.Repeated), (retried.First, retried.Last, retried.Outcome));
        Assert.Equal(["a", "b", "c"], await stream.ReadAllAsync());
    }

    [Theory]
    [InlineData("abc", "ABC", "0abc", "00000000000000000000000000000abc")]
    [InlineData("0123456789abcdef0123456789abcdef", "0123456789ABCDEF0123456789abcdef", "12-3", "12_3")]
    public async Task Names_that_are_numbers_in_another_spelling_are_other_streams(params string[] names)
    {
        foreach (var name in names) await cluster.Cluster.Stream(name).PublishAsync(key: null, $"I am {name}");
        foreach (var name in names) Assert.Equal([$"I am {name}"], await cluster.Cluster.Stream(name).ReadAllAsync());
    }

    [Fact]
    public async Task An_owner_that_was_overtaken_changes_nothing_and_reads_on()
    {
        var name = cluster.NewStream();
        await using var other = await cluster.StartOtherHalfAsync();
        await cluster.Cluster.Stream(name).PublishAsync(key: null, "a");
        await other.Stream(name).PublishAsync(key: null, "b");

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => cluster.Cluster.Stream(name).PublishAsync("key", "c"));
        var retried = await cluster.Cluster.Stream(name).PublishAsync("key", "c");

        Assert.Equal((PublishOutcome.Appended, 3), (retried.Outcome, retried.Last.Sequence));
        Assert.Equal(["a", "b", "c"], await cluster.Cluster.Stream(name).ReadAllAsync());
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => other.Stream(name).PublishAsync(key: null, "d"));
    }

    [Fact]
    public async Task A_publish_under_a_key_is_stored_once_although_the_server_was_away()
    {
        var stream = cluster.Cluster.Stream(cluster.NewStream());
        await stream.PublishAsync(key: null, "a");
        await cluster.Server.KillAsync();
        await Assert.ThrowsAnyAsync<EventStreamException>(() => stream.PublishAsync("key", "b"));
        await cluster.Server.StartAsync();

        await Waiting.Until(() => IsStoredAsync("b"), "a publish that is stored");
        Assert.Equal(["a", "b"], await stream.ReadAllAsync());

        async Task<bool> IsStoredAsync(string text)
        {
            try
            {
                await stream.PublishAsync("key", text);
                return true;
            }
            catch (EventStreamException)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task Everything_is_there_after_a_restart_of_everything()
    {
        var name = cluster.NewStream();
        await cluster.Cluster.Stream(name).PublishManyAsync(600);
        var first = await cluster.Cluster.Stream(name).PublishAsync("key", "last");
        await cluster.RestartAsync();

        var kept = await cluster.Cluster.Stream(name).ReadAllAsync();
        Assert.Equal([.. Texts(600), "last"], kept);
        var retried = await cluster.Cluster.Stream(name).PublishAsync("key", "last");
        Assert.Equal((PublishOutcome.Repeated, first.Last), (retried.Outcome, retried.Last));
    }

    // Records are cleared after the publish or the change that let go of them.
    private async Task AssertRecordsAsync(string name)
    {
        var segments = (await cluster.Cluster.Stream(name).GetInfo()).Segments;
        Assert.True(segments <= 1, $"There are still {segments} segments in history.");
        string[] records = [];
        await Waiting.Until(
            async () => (records = await cluster.Server.RecordsAsync(name)).Length == 1 + segments,
            $"the end of the records that left history");
        Assert.Contains("head", records);
    }
}
