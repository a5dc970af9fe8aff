using OrleansSse.Hosting.Tests.Servers;

namespace OrleansSse.Hosting.Tests.Clusters;

/// <summary>Two silos and a client.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly List<IHost> _hosts = [];

    public IGrainFactory Client => _hosts[^1].Services.GetRequiredService<IClusterClient>();

    /// <summary>The services of the first silo.</summary>
    public IServiceProvider Silo => _hosts[0].Services;

    /// <summary>Starts a cluster.</summary>
    /// <param name="server">Where its members and its history are.</param>
    /// <param name="cluster">Silos of one id are one cluster.</param>
    /// <param name="service">Clusters of one id have the same history.</param>
    public static async Task<TestCluster> StartAsync(IStorageServer server, string cluster, string service)
    {
        var settings = Settings.Of(server, cluster, service);
        var hosts = new TestCluster();
        // The client is there first, as a gateway may be.
        var client = TestHosts.Client(settings);
        var connected = client.StartAsync();
        foreach (var silo in new[] { TestHosts.Silo(settings), TestHosts.Silo(settings) })
        {
            await silo.StartAsync().Within("the start of a silo");
            hosts._hosts.Add(silo);
        }

        await connected.Within("the client's connection");
        hosts._hosts.Add(client);
        return hosts;
    }

    public IEventStreamGrain Stream(string name) => Client.GetGrain<IEventStreamGrain>(name);

    /// <summary>Stops everything in good order.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var host in Enumerable.Reverse(_hosts))
        {
            await host.StopAsync().Within("the end of a host");
            host.Dispose();
        }

        _hosts.Clear();
    }
}
