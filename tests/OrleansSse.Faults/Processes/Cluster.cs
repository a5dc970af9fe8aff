using System.Net;
using OrleansSse.Faults.Network;
using OrleansSse.Load.Targets;

namespace OrleansSse.Faults.Processes;

/// <summary>A Redis, silos and gateways, each of which reaches the others only through proxies.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) };
    private readonly ClusterSettings _settings;
    private readonly DirectoryInfo _directory;
    private readonly ClusterView _view;

    /// <param name="directory">Where logs and data go.</param>
    /// <param name="silos">How many silos.</param>
    /// <param name="gateways">How many gateways.</param>
    public Cluster(DirectoryInfo directory, int silos, int gateways)
    {
        _directory = directory;
        Links = new(() => Nodes);
        Redis = RedisNode.In(directory);
        _settings = new(Links.Before(Redis.Name, Redis.EndPoint));
        Silos = [.. Enumerable.Range(1, silos).Select(NewSilo)];
        Gateways = [.. Enumerable.Range(1, gateways).Select(NewGateway)];
        _view = new(Silos);
    }

    /// <summary>The storage, and the table of members.</summary>
    public RedisNode Redis { get; }

    /// <summary>The silos.</summary>
    public IReadOnlyList<SiloNode> Silos { get; }

    /// <summary>The gateways.</summary>
    public IReadOnlyList<GatewayNode> Gateways { get; }

    /// <summary>All of them.</summary>
    public IEnumerable<Node> Nodes => [Redis, .. Silos, .. Gateways];

    /// <summary>The network between them.</summary>
    public Links Links { get; }

    /// <summary>Starts all, and waits until the cluster is whole.</summary>
    public async Task StartAsync(CancellationToken cancel)
    {
        Redis.Start();
        await Until.TrueAsync(() => Redis.IsReadyAsync(cancel), $"Redis answers; its last output: {Redis.LastOutput}", cancel);
        foreach (var node in Nodes.Except([Redis])) node.Start();
        await WholeAsync(cancel);
    }

    /// <summary>Waits until every gateway is ready and every silo is an active member.</summary>
    public async Task WholeAsync(CancellationToken cancel)
    {
        foreach (var gateway in Gateways)
            await Until.TrueAsync(() => Readiness.IsReadyAsync(_http, gateway.Url, cancel), $"{gateway.Name} is ready", cancel);
        await Until.TrueAsync(() => _view.IsWholeAsync(cancel), "all silos are active", cancel);
    }

    /// <summary>Which of some streams are active on a silo.</summary>
    public Task<IReadOnlySet<string>> StreamsOnAsync(IReadOnlyCollection<SiloNode> silos, IEnumerable<string> streams) =>
        _view.StreamsOnAsync(silos, streams);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _view.DisposeAsync();
        // What is frozen or cut off cannot end in order, and the storage must not go before those who write to it.
        foreach (var node in Nodes.Reverse()) await node.DisposeAsync();
        await Links.DisposeAsync();
        _http.Dispose();
    }

    private SiloNode NewSilo(int number)
    {
        var name = $"silo-{number}";
        var (silos, clients) = (FreeEndPoint(), FreeEndPoint());
        var (siloPort, gatewayPort) = (Links.Before(name, silos), Links.Before(name, clients));
        var command = NodeCommand.Silo(_settings.Silo(name, siloPort, gatewayPort, silos, clients));
        return new(name, command, _directory, siloPort, gatewayPort);
    }

    private GatewayNode NewGateway(int number)
    {
        var url = new Uri($"http://{FreeEndPoint()}");
        return new($"gateway-{number}", NodeCommand.Gateway(_settings.Gateway(url)), _directory, url);
    }

    private static IPEndPoint FreeEndPoint() => new(IPAddress.Loopback, LoopbackPort.Find());
}
