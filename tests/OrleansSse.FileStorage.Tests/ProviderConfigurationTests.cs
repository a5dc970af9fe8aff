using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansSse.FileStorage.TestProcess;

namespace OrleansSse.FileStorage.Tests;

public sealed class ProviderConfigurationTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Is_configured_by_keys_alone_and_keeps_state_from_one_silo_to_the_next()
    {
        (string, string)[] keys =
        [
            ("Orleans:GrainStorage:EventStreams:ProviderType", "File"),
            ("Orleans:GrainStorage:EventStreams:Directory", "./history"),
        ];

        for (var expected = 1; expected <= 2; expected++)
        {
            using var silo = await StartAsync(keys);
            var counter = silo.Services.GetRequiredService<IGrainFactory>().GetGrain<ICounterGrain>("visits");
            Assert.Equal(expected, await counter.Increment());
            await silo.StopAsync(TestContext.Current.CancellationToken);
        }

        Assert.Single(Directory.GetFiles(Path.Combine(_directory.Root, "history"), "*.record", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Keeps_its_records_under_data_in_the_content_root_when_no_directory_is_configured()
    {
        using var silo = await StartAsync(("Orleans:GrainStorage:EventStreams:ProviderType", "File"));

        Assert.True(File.Exists(Path.Combine(_directory.Root, "data", "lock")));
        await silo.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Is_configured_in_code()
    {
        using var silo = await StartAsync(silo => silo.AddFileGrainStorage("EventStreams", options => options.Directory = _directory.Data));

        Assert.True(File.Exists(Path.Combine(_directory.Data, "lock")));
        await silo.StopAsync(TestContext.Current.CancellationToken);
        new OpenStorage(_directory.Data).Dispose();
    }

    [Fact]
    public async Task Does_not_start_when_two_providers_have_one_directory()
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(
            ("Orleans:GrainStorage:EventStreams:ProviderType", "File"),
            ("Orleans:GrainStorage:Profiles:ProviderType", "File")));

        Assert.Contains("Give every storage a directory of its own", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Directory", "", "Directory field is required")]
    [InlineData("MaxConcurrentWrites", "0", "between 1 and 256")]
    public async Task Does_not_start_with_options_that_cannot_work(string key, string value, string reason)
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(
            ("Orleans:GrainStorage:EventStreams:ProviderType", "File"),
            ($"Orleans:GrainStorage:EventStreams:{key}", value)));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    private Task<IHost> StartAsync(params (string Key, string Value)[] keys) => StartAsync(_ => { }, keys);

    private async Task<IHost> StartAsync(Action<ISiloBuilder> configure, params (string Key, string Value)[] keys)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { ContentRootPath = _directory.Root });
        builder.Configuration.AddInMemoryCollection(keys.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)));
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.UseOrleans(silo => configure(silo.UseLocalhostClustering(FreePort(), FreePort())));
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
