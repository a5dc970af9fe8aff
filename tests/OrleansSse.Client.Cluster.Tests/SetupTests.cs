using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansSse.AspNetCore;
using OrleansSse.Grains;
using OrleansSse.Grains.Options;

namespace OrleansSse.Client.Cluster.Tests;

public sealed class SetupTests
{
    [Theory]
    [InlineData("EventStreams:Client:MaxBatchEvents", "0")]
    [InlineData("EventStreams:Client:BroadcastParallelism", "-1")]
    [InlineData("EventStreams:Publishing:AttemptTimeout", "00:00:00")]
    public async Task A_client_does_not_start_with_wrong_options(string key, string value)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection([new(key, value)]);
        builder.UseOrleansClient(static client => client.UseLocalhostClustering().AddEventStreams());
        using var host = builder.Build();

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains(key.Split(':')[^1], refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EventStreams:MaxEventBytes", "0")]
    [InlineData("EventStreams:LeaseDuration", "00:00:00")]
    [InlineData("EventStreams:Retention:MaxEvents", "70000")]
    [InlineData("EventStreams:Streams:0:Pattern", "a..b")]
    public async Task A_silo_does_not_start_with_wrong_options(string key, string value)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection([new(key, value)]);
        builder.UseOrleans(static silo => silo.UseStandaloneCluster().AddMemoryGrainStorage(EventStreamOptions.StorageName).AddEventStreams());
        using var host = builder.Build();

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains(key.Split(':')[^1], refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gateway_does_not_start_with_wrong_options()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.UseOrleans(static silo => silo.UseStandaloneCluster().AddMemoryGrainStorage(EventStreamOptions.StorageName).AddEventStreams());
        builder.Services.AddEventStreamGateway(static options => options.RingFrames = 0);

        // The time that the host has to stop is made of them, so it cannot even be built.
        var refused = Assert.Throws<OptionsValidationException>(() => builder.Build());

        Assert.Contains(nameof(GatewayOptions.RingFrames), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_does_not_start_with_an_empty_namespace_to_take_from()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.UseOrleans(static silo => silo.UseStandaloneCluster().AddEventStreams().AddEventStreamIngest(" "));
        using var host = builder.Build();

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains("Namespaces", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_is_a_silo_and_a_gateway_has_one_of_each_background_service()
    {
        var (once, twice) = (new ServiceCollection(), new ServiceCollection());
        once.AddEventStreamClient();

        twice.AddEventStreamClient().AddEventStreamClient();

        Assert.Equal(HostedServices(once), HostedServices(twice));
        Assert.NotEqual(0, HostedServices(once));
    }

    private static int HostedServices(ServiceCollection services) => services.Count(static service => service.ServiceType == typeof(IHostedService));
}
