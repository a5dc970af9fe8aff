using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Storage;
using Orleans.TestingHost;
using OrleansSse.Client.Cluster.Tests.Hosting;
using OrleansSse.Grains;
using OrleansSse.Grains.Options;

namespace OrleansSse.Client.Cluster.Tests;

public sealed class SiloLossTests : IAsyncLifetime
{
    private readonly InProcessTestCluster _cluster;

    public SiloLossTests()
    {
        var records = new SharedStorage.Records();
        var builder = new InProcessTestClusterBuilder(3);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddKeyedSingleton<IGrainStorage>(
                EventStreamOptions.StorageName, (services, _) => ActivatorUtilities.CreateInstance<SharedStorage>(services, records));
            silo.Services.Configure<ClusterMembershipOptions>(static options =>
            {
                options.ProbeTimeout = TimeSpan.FromMilliseconds(500);
                options.NumMissedProbesLimit = 2;
                options.NumVotesForDeathDeclaration = 1;
            });
            silo.AddEventStreams();
        });
        builder.ConfigureClient(static client => client.AddEventStreams());
        _cluster = builder.Build();
    }

    public async ValueTask InitializeAsync() => await _cluster.DeployAsync();

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Nothing_that_was_published_is_lost_repeated_or_reordered_for_a_subscriber()
    {
        var streams = Enumerable.Range(0, 12).Select(n => _cluster.Client.GetEventStream($"loss.{n}")).ToArray();
        var published = new int[streams.Length];
        using var enough = new CancellationTokenSource();
        var publishing = Task.WhenAll(streams.Select((stream, i) => Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested) await stream.PublishAsync($"{++published[i]}");
        })));
        var subscribing = Task.WhenAll(streams.Select(stream => Task.Run(() => FollowAsync(stream))));
        await AllAsync(published, more: 20);

        await _cluster.KillSiloAsync(_cluster.Silos[1]);
        await AllAsync(published, more: 20);
        await enough.CancelAsync();
        await publishing.Within("Publishing does not end.");
        foreach (var stream in streams) await stream.PublishAsync("end");

        var received = await subscribing.Within("Not every subscriber got to the end.");
        Assert.Equal(published.Select(count => Enumerable.Range(1, count).Select(n => $"{n}")), received);
    }

    [Fact]
    public async Task Streams_that_are_completed_while_a_silo_dies_end_for_every_subscriber_after_the_last_event()
    {
        var streams = Enumerable.Range(0, 30).Select(n => _cluster.Client.GetEventStream($"end.{n}")).ToArray();
        var subscribing = Task.WhenAll(streams.Select(stream => Task.Run(() => stream.SubscribeAsync(StreamStart.Earliest).TextsAsync())));
        foreach (var stream in streams)
        {
            await stream.PublishAsync("1");
            await Waiting.UntilAsync(async () => (await stream.GetInfoAsync()).Leases == 1, "The subscriber takes no lease.");
        }

        var killing = _cluster.KillSiloAsync(_cluster.Silos[1]);
        await Task.WhenAll(streams.Select(async stream =>
        {
            await stream.PublishAsync("2");
            await CompleteAsync(stream);
        })).Within("Not every stream is completed.");
        await killing;

        Assert.All(await subscribing.Within("Not every subscription ends."), texts => Assert.Equal(["1", "2"], texts));
        foreach (var stream in streams) await Assert.ThrowsAsync<PublishRefusedException>(() => stream.PublishAsync("3"));
    }

    // Whether it was made is not known when its silo is lost; to make it again does no harm.
    private static async Task CompleteAsync(IEventStreamClient stream)
    {
        while (true)
        {
            try
            {
                await stream.CompleteAsync();
                return;
            }
            catch (EventStreamException exception) when (exception is OutcomeUnknownException or StreamUnavailableException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }
    }

    private static async Task<List<string>> FollowAsync(IEventStreamClient stream)
    {
        var texts = new List<string>();
        await foreach (var streamEvent in stream.SubscribeAsync(StreamStart.Earliest))
        {
            if (streamEvent.Data.Text == "end") break;
            texts.Add(streamEvent.Data.Text);
        }

        return texts;
    }

    private static Task AllAsync(int[] published, int more)
    {
        int[] goals = [.. published.Select(count => count + more)];
        return Waiting.UntilAsync(() => Task.FromResult(published.Zip(goals).All(each => each.First >= each.Second)), "Some stream takes no events.");
    }
}
