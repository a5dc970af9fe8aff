using OrleansSse.Hosting.Tests.Servers;

namespace OrleansSse.Hosting.Tests.Clusters;

/// <summary>A cluster for the tests of one provider.</summary>
public sealed class ClusterOn<TServer> : IAsyncLifetime
    where TServer : IStorageServer, new()
{
    private const string Service = "tests";

    private TestCluster? _cluster;
    private int _streams;

    internal TServer Server { get; } = new();

    internal TestCluster Cluster => _cluster!;

    /// <summary>A stream that nobody has used yet.</summary>
    public string NewStream() => $"test.{Interlocked.Increment(ref _streams)}";

    /// <summary>Another cluster on the same history, as when a network has split one.</summary>
    internal Task<TestCluster> StartOtherHalfAsync() => TestCluster.StartAsync(Server, "other-half", Service);

    /// <summary>Stops the cluster, has the server end as in a power cut, and starts everything again.</summary>
    internal async Task RestartAsync()
    {
        await Cluster.DisposeAsync();
        await Server.KillAsync();
        await InitializeAsync();
    }

    public async ValueTask InitializeAsync()
    {
        await Server.StartAsync();
        _cluster = await TestCluster.StartAsync(Server, "tests", Service);
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
        await Server.DisposeAsync();
    }
}
