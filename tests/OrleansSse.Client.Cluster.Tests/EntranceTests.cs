using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Core.Internal;
using Orleans.Runtime.Placement;
using Orleans.TestingHost;
using OrleansSse.Client.Cluster.Tests.Hosting;
using OrleansSse.Grains;
using OrleansSse.Grains.Options;

namespace OrleansSse.Client.Cluster.Tests;

public sealed class EntranceTests : IAsyncLifetime
{
    private readonly PublishCalls _calls = [];
    private readonly InProcessTestCluster _cluster;

    public EntranceTests()
    {
        var builder = new InProcessTestClusterBuilder(3);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddMemoryGrainStorage(EventStreamOptions.StorageName).AddEventStreams();
            silo.Services.AddSingleton(_calls);
            silo.AddIncomingGrainCallFilter<PublishCallsFilter>();
        });
        // Orleans and the client see a silo, and use it, that much later.
        builder.ConfigureClient(static client => client
            .Configure<GatewayOptions>(static options => options.GatewayListRefreshPeriod = TimeSpan.FromMilliseconds(100))
            .AddEventStreams());
        _cluster = builder.Build();
    }

    public async ValueTask InitializeAsync() => await _cluster.DeployAsync();

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task After_the_first_publish_a_client_sends_straight_to_the_silo_that_has_the_stream()
    {
        // So many that none of the three silos is without one.
        var streams = Enumerable.Range(0, 40).Select(n => $"straight.{n}").ToArray();
        foreach (var stream in streams) await GoesStraightAsync(stream);
        _calls.Clear();

        foreach (var stream in streams)
        {
            for (var n = 0; n < 3; n++) await _cluster.Client.GetEventStream(stream).PublishAsync($"{n}");
        }

        Assert.Equal(3 * streams.Length, _calls.Count(IsStraight));
        Assert.Equal(3, _calls.Select(static call => call.Silo).Distinct().Count());
    }

    [Fact]
    public async Task An_entrance_finds_a_stream_that_has_moved_and_names_its_new_silo()
    {
        var stream = _cluster.Client.GetEventStream("moved");
        await GoesStraightAsync("moved");
        var before = _calls.Last();
        var elsewhere = _cluster.Silos.First(silo => !silo.SiloAddress.Equals(before.Silo)).SiloAddress;

        RequestContext.Set(IPlacementDirector.PlacementHintKey, elsewhere);
        await _cluster.Client.GetGrain<IEventStreamGrain>("moved").AsReference<IGrainManagementExtension>().MigrateOnIdle();
        RequestContext.Remove(IPlacementDirector.PlacementHintKey);
        await Waiting.UntilAsync(async () =>
        {
            await stream.PublishAsync("on the way");
            return !_calls.Last().Silo.Equals(before.Silo);
        }, "The stream does not move.");
        Assert.Equal((elsewhere, before.Source), (_calls.Last().Silo, _calls.Last().Source));
        await GoesStraightAsync("moved");

        Assert.Equal(elsewhere, _calls.Last().Silo);
    }

    [Fact]
    public async Task Publishes_that_do_not_wait_for_one_another_stay_in_their_order_while_their_stream_moves()
    {
        var stream = _cluster.Client.GetEventStream("order");
        await GoesStraightAsync("order");
        var publishes = new List<Task<PublishResult>>();
        for (var n = 0; n < 2000; n++)
        {
            publishes.Add(stream.PublishAsync($"{n}"));
            if (n % 100 == 0) await publishes[^1];
            if (n % 500 == 250) await _cluster.Client.GetGrain<IEventStreamGrain>("order").AsReference<IGrainManagementExtension>().MigrateOnIdle();
        }

        var results = await Task.WhenAll(publishes).Within("Publishes do not end.");

        Assert.Equal(publishes.Count, results.Select(static result => result.First).Distinct().Count());
        Assert.All(results, static result => Assert.Equal(PublishOutcome.Appended, result.Outcome));
    }

    [Fact]
    public async Task When_a_silo_stops_publishes_go_on_and_then_straight_to_where_their_streams_are_now()
    {
        var streams = Enumerable.Range(0, 12).Select(n => $"stops.{n}").ToArray();
        foreach (var stream in streams) await GoesStraightAsync(stream);
        using var enough = new CancellationTokenSource();
        var publishing = streams.Select(stream => Task.Run(async () =>
        {
            var published = 0;
            for (; !enough.IsCancellationRequested; published++) await _cluster.Client.GetEventStream(stream).PublishAsync($"{published}");
            return published;
        })).ToArray();

        var stopped = _cluster.Silos[1].SiloAddress;
        await _cluster.StopSiloAsync(_cluster.Silos[1]);
        foreach (var stream in streams) await GoesStraightAsync(stream);
        await enough.CancelAsync();
        await Task.WhenAll(publishing).Within("Publishing does not end.");

        foreach (var stream in streams) Assert.NotEqual(stopped, _calls.Last(call => call.Stream == stream).Silo);
    }

    private static bool IsStraight((string Stream, GrainId? Source, SiloAddress Silo) call) =>
        SystemTargetGrainId.TryParse(call.Source!.Value, out var entrance) && entrance.GetSiloAddress().Equals(call.Silo);

    private Task GoesStraightAsync(string stream) => Waiting.UntilAsync(
        async () =>
        {
            await _cluster.Client.GetEventStream(stream).PublishAsync("straight?");
            return IsStraight(_calls.Last(call => call.Stream == stream));
        },
        $"Publishes to {stream} do not go straight.");
}
