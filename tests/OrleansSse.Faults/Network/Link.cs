using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace OrleansSse.Faults.Network;

/// <summary>All connections that one process makes to another.</summary>
internal sealed class Link
{
    private readonly ConcurrentDictionary<LinkConnection, bool> _connections = new();

    /// <summary>From the process that connects.</summary>
    public Flow Forward { get; } = new();

    /// <summary>To the process that connects.</summary>
    public Flow Backward { get; } = new();

    /// <summary>How many connections it has.</summary>
    public int Connections => _connections.Count;

    /// <summary>Breaks every connection, as when a firewall has forgotten them; new ones can be made.</summary>
    public void Reset()
    {
        foreach (var (connection, _) in _connections) connection.Reset();
    }

    /// <summary>Carries a connection until it ends.</summary>
    public async Task CarryAsync(Socket accepted, EndPoint upstream, CancellationToken cancel)
    {
        using var connection = new LinkConnection(accepted, this);
        _connections[connection] = true;
        await connection.RunAsync(upstream, cancel);
        _connections.TryRemove(connection, out _);
    }
}
