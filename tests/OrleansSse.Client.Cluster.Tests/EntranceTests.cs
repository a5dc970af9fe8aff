using Microsoft.Extensions.DependencyInjection;
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
        builder.ConfigureClient(static client => client.AddEventStreams());
        _cluster = builder.Build();
    }

    public async ValueTask InitializeAsync() => await _cluster.DeployAsync();

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task After_the_first_publish_a_client_sends_straight_to_the_silo_that_has_the_stream()
    {
        var streams = Enumerable.Range(0, 12).Select(n => $"straight.{n}").ToArray();

        foreach (var stream in streams)
        {
            for (var n = 0; n < 3; n++) await _cluster.Client.GetEventStream(stream).PublishAsync($"{n}");
        }

        foreach (var calls in _calls.GroupBy(static call => call.Stream))
        {
            Assert.Equal(3, calls.Count());
            Assert.All(calls.Skip(1), static call =>
            {
                Assert.True(SystemTargetGrainId.TryParse(call.Source!.Value, out var entrance), $"{call} came from elsewhere.");
                Assert.Equal(call.Silo, entrance.GetSiloAddress());
            });
        }

        Assert.Equal(streams.Order(StringComparer.Ordinal), _calls.Select(static call => call.Stream).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(3, _calls.Select(static call => call.Silo).Distinct().Count());
    }

    [Fact]
    public async Task An_entrance_finds_a_stream_that_has_moved_and_names_its_new_silo()
    {
        var stream = _cluster.Client.GetEventStream("moved");
        for (var n = 0; n < 3; n++) await stream.PublishAsync($"{n}");
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
        await stream.PublishAsync("there");

        var calls = _calls.ToArray();
        Assert.Equal((elsewhere, before.Source), (calls[^2].Silo, calls[^2].Source));
        Assert.True(SystemTargetGrainId.TryParse(calls[^1].Source!.Value, out var entrance));
        Assert.Equal((elsewhere, elsewhere), (calls[^1].Silo, entrance.GetSiloAddress()));
        Assert.Equal(["0", "1", "2"], (await stream.ReadAsync(StreamStart.Earliest).TextsAsync()).Take(3));
    }
}
