using Microsoft.Extensions.DependencyInjection;
using OrleansSse.Client.Cluster.Tests.Hosting;

namespace OrleansSse.Client.Cluster.Tests;

public sealed class StreamTests(TestCluster cluster)
{
    [Fact]
    public void Is_found_from_a_client_a_silo_and_their_grain_factories()
    {
        var name = cluster.NewName();

        Assert.Same(cluster.Streams, cluster.Client.GetEventStreams());
        Assert.Equal(name, cluster.Client.GetEventStream(name).Name.ToString());
        foreach (var services in new[] { cluster.Client.ServiceProvider, cluster.SiloServices })
        {
            var streams = services.GetRequiredService<IEventStreams>();
            Assert.Same(streams, services.GetRequiredService<IGrainFactory>().GetEventStreams());
            Assert.Same(streams, services.GetRequiredService<IClusterClient>().GetEventStreams());
        }
    }

    [Fact]
    public async Task Tells_of_itself()
    {
        var stream = cluster.NewStream();
        var published = await stream.PublishAsync([new EventData("a"), new EventData("bc")]);
        await stream.SetRetentionAsync(new(MaxEvents: 5));

        var info = await stream.GetInfoAsync();

        Assert.Equal((1, 2, 3, published.Last, 5), (info.FirstSequence, info.Count, info.Bytes, info.Last, info.Retention.MaxEvents));
    }

    [Fact]
    public async Task Goes_on_in_a_new_epoch_after_it_was_deleted()
    {
        var stream = cluster.NewStream();
        var before = await stream.PublishAsync("a");

        await stream.DeleteAsync();
        var after = await stream.PublishAsync("b");

        Assert.NotEqual(before.Last.Epoch, after.Last.Epoch);
        Assert.Equal(["b"], await stream.ReadAsync(StreamStart.Earliest).TextsAsync());
    }

    [Fact]
    public async Task Without_events_is_read_as_empty()
    {
        Assert.Empty(await cluster.NewStream().ReadAsync(StreamStart.Earliest).TextsAsync());
    }

    [Fact]
    public async Task Is_read_from_any_place()
    {
        var stream = cluster.NewStream();
        var first = await stream.PublishAsync("a");
        await stream.PublishAsync([new EventData("b"), new EventData("c")]);

        Assert.Equal(["b", "c"], await stream.ReadAsync(StreamStart.After(first.Last)).TextsAsync());
        Assert.Equal(["c"], await stream.ReadAsync(StreamStart.Recent(1)).TextsAsync());
        Assert.Equal(["a", "b", "c"], await stream.ReadAsync(StreamStart.After(StreamPosition.Origin)).TextsAsync());
        Assert.Empty(await stream.ReadAsync(StreamStart.Latest).TextsAsync());
    }

    [Fact]
    public async Task Whose_history_takes_many_pages_is_read_to_where_it_stood()
    {
        var stream = cluster.NewStream();
        for (var n = 0; n < 3; n++) await stream.PublishAsync(Enumerable.Range((n * 1000) + 1, 1000).Select(each => new EventData($"{each}")));
        var read = new List<string>();

        await foreach (var streamEvent in stream.ReadAsync(StreamStart.Earliest))
        {
            if (read.Count == 0) await stream.PublishAsync(Enumerable.Repeat(new EventData("late"), 4000));
            read.Add(streamEvent.Data.Text);
        }

        Assert.Equal(Enumerable.Range(1, 3000).Select(n => $"{n}"), read.Where(text => text != "late"));
        Assert.True(read.Count < 5000, $"Reading went on for {read.Count} events.");
    }
}
