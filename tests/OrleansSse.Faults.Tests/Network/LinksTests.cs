using System.Net;
using System.Net.Sockets;
using OrleansSse.Faults.Network;
using OrleansSse.Faults.Processes;

namespace OrleansSse.Faults.Tests.Network;

public sealed class LinksTests
{
    [Fact]
    public async Task Carry_a_connection_over_the_link_of_the_process_that_made_it()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var links = new Links(static () => []);
        using var client = new TcpClient();

        await client.ConnectAsync(IPAddress.Loopback, links.Before("silo-1", listener.LocalEndpoint));
        using var accepted = await listener.AcceptSocketAsync().WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(1, links.Between(Links.Watcher, "silo-1").Connections);
        Assert.Equal(0, links.Between("silo-1", Links.Watcher).Connections);
    }

    [Fact]
    public async Task Know_no_process_that_is_not_among_those_asked_about()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, ((IPEndPoint)listener.LocalEndpoint).Port);
        var (local, remote) = (((IPEndPoint)client.Client.LocalEndPoint!).Port, ((IPEndPoint)client.Client.RemoteEndPoint!).Port);

        Assert.Equal(Environment.ProcessId, SocketOwner.Find(local, remote, [Environment.ProcessId]));
        Assert.Null(SocketOwner.Find(local, remote, []));
    }

    [Fact]
    public async Task Have_two_flows_each_way_as_either_node_may_connect()
    {
        var directory = Directory.CreateTempSubdirectory();
        var command = new NodeCommand("true", [], new Dictionary<string, string>());
        await using var one = new Node("one", command, directory);
        await using var other = new Node("other", command, directory);
        await using var links = new Links(() => [one, other]);

        Assert.Equal([links.Between("one", "other").Forward, links.Between("other", "one").Backward], links.Flows(one, other));
        Assert.Equal([links.Between("other", "one").Forward, links.Between("one", "other").Backward], links.Flows(other, one));
        directory.Delete(recursive: true);
    }
}
