using System.Net;
using OrleansSse.Hosting.Tests.Clusters;
using OrleansSse.Hosting.Tests.Servers;

namespace OrleansSse.Hosting.Tests.Health;

[Collection<RedisTests>]
public sealed class SiloHealthTests(ClusterOn<RedisServer> cluster) : IAsyncLifetime
{
    private readonly string _address = $"http://127.0.0.1:{LoopbackPort.Find()}";
    private IHost? _silo;

    public async ValueTask InitializeAsync()
    {
        _silo = TestHosts.Silo(Settings.Of(cluster.Server, "health", "health").Append(new("Silo:HealthUrl", _address)));
        await _silo.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _silo!.StopAsync();
        _silo.Dispose();
    }

    [Theory]
    [InlineData("/health/live", HttpStatusCode.OK)]
    [InlineData("/health/ready", HttpStatusCode.OK)]
    [InlineData("/", HttpStatusCode.NotFound)]
    public async Task An_active_silo_is_live_and_ready(string path, HttpStatusCode expected)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(_address + path));
        Assert.Equal((expected, "Active"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task The_command_says_that_it_is_ready() =>
        Assert.Equal((0, ""), await HostProgram.RunAsync("Silo", "health", $"--Silo:HealthUrl={_address.Replace("127.0.0.1", "+", StringComparison.Ordinal)}"));
}
