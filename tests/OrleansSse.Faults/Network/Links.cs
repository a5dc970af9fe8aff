using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using OrleansSse.Faults.Processes;

namespace OrleansSse.Faults.Network;

/// <summary>The network between the nodes: a link for each that connects to another.</summary>
internal sealed class Links(Func<IEnumerable<Node>> nodes) : IAsyncDisposable
{
    /// <summary>The name of this process, which watches through links of its own.</summary>
    public const string Watcher = "watcher";

    private readonly ConcurrentDictionary<(string From, string To), Link> _links = new();
    private readonly List<TcpProxy> _proxies = [];

    /// <summary>The connections that one node makes to another.</summary>
    public Link Between(string from, string to) => _links.GetOrAdd((from, to), static _ => new());

    /// <summary>Both links between two nodes, whichever connects.</summary>
    public IReadOnlyList<Link> Of(Node one, Node other) => [Between(one.Name, other.Name), Between(other.Name, one.Name)];

    /// <summary>All ways that bytes go from one node to another, whichever connects.</summary>
    public IReadOnlyList<Flow> Flows(Node from, Node to) => [Between(from.Name, to.Name).Forward, Between(to.Name, from.Name).Backward];

    /// <summary>Puts a proxy before an endpoint of a node.</summary>
    /// <returns>The port to connect to instead.</returns>
    public int Before(string node, EndPoint endpoint)
    {
        var proxy = new TcpProxy(endpoint, accepted => LinkOf(accepted, node));
        proxy.Start();
        _proxies.Add(proxy);
        return proxy.Port;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var proxy in _proxies) await proxy.DisposeAsync();
    }

    private Link? LinkOf(Socket accepted, string target)
    {
        var (dialler, proxy) = (((IPEndPoint)accepted.RemoteEndPoint!).Port, ((IPEndPoint)accepted.LocalEndPoint!).Port);
        var processes = new Dictionary<int, string> { [Environment.ProcessId] = Watcher };
        foreach (var node in nodes())
        {
            if (node.ProcessId is { } process) processes[process] = node.Name;
        }

        return SocketOwner.Find(dialler, proxy, processes.Keys) is { } id ? Between(processes[id], target) : null;
    }
}
