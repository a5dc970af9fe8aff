using OrleansSse.Grains.Tests.Cluster;

namespace OrleansSse.Grains.Tests;

/// <summary>Streams whose history does not outlive their silo.</summary>
[Collection<ClusterTests>]
public sealed class EventStreamGrainMemoryTests(StreamCluster cluster)
{
    private readonly string _name = cluster.NewStream("memory");

    private IEventStreamGrain Stream => cluster.Stream(_name);

    [Fact]
    public async Task Keeps_history_and_keys_without_storing_anything()
    {
        var first = await Stream.Publish(Events.Keyed("key", "a"));
        await Stream.Publish(new(Events.Many(2000)));
        var again = await Stream.Publish(Events.Keyed("key", "a"));

        Assert.Equal(first with { Outcome = PublishOutcome.Repeated }, again);
        Assert.Equal(["a"], (await Stream.Read(new(StreamStart.Earliest, MaxEvents: 1))).Events.Texts());
        var info = await Stream.GetInfo();
        Assert.Equal((Durability.Memory, 2001L, 7), (info.Durability, info.Count, info.Segments));
        Assert.Empty(cluster.Storage.Calls(_name));
    }

    [Fact]
    public async Task Deleting_and_filling_again_loses_nothing_of_the_new_epoch()
    {
        for (var i = 0; i < 3; i++)
        {
            await Stream.Publish(new(Events.Many(2000)));
            var page = await Stream.Read(new(StreamStart.Earliest));
            Assert.Equal((1L, 256, null), (page.Events[0].Id.Sequence, page.Events.Length, page.Gap));
            await Stream.Delete();
        }
    }

    [Fact]
    public async Task A_lost_activation_is_a_new_epoch_and_a_gap_to_who_was_there()
    {
        var before = await Stream.Publish(Events.Keyed("key", "a"));
        await cluster.DeactivateAsync(_name);
        var empty = await Stream.Read(new(StreamStart.After(before.Last)));
        Assert.Equal((StreamPosition.Origin, before.Last), (empty.Head, empty.Gap!.After));

        var after = await Stream.Publish(Events.Keyed("key", "a"));
        Assert.Equal((PublishOutcome.Appended, 1L), (after.Outcome, after.First.Sequence));
        Assert.NotEqual(before.First.Epoch, after.First.Epoch);
        var page = await Stream.Read(new(StreamStart.After(before.Last)));
        Assert.Equal(new(before.Last, after.First, after.Last), page.Gap);
        Assert.Equal(["a"], page.Events.Texts());
    }
}
