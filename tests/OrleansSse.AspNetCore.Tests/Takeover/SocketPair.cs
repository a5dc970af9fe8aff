using System.Net;
using System.Net.Sockets;

namespace OrleansSse.AspNetCore.Tests.Takeover;

/// <summary>Two ends of a TCP connection, of which the server's does not block and has little room.</summary>
internal sealed class SocketPair : IDisposable
{
    private SocketPair(Socket server, Socket client) => (Server, Client) = (server, client);

    public Socket Server { get; }

    public Socket Client { get; }

    public static async Task<SocketPair> ConnectAsync()
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await client.ConnectAsync(listener.LocalEndPoint!);
        var server = await listener.AcceptAsync();
        (server.SendBufferSize, server.Blocking) = (4096, false);
        return new(server, client);
    }

    /// <summary>Reads so many bytes.</summary>
    public async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        for (var read = 0; read < count;)
        {
            var more = await Client.ReceiveAsync(bytes.AsMemory(read));
            Assert.True(more > 0, $"the connection ended after {read} of {count} bytes");
            read += more;
        }

        return bytes;
    }

    public void Dispose()
    {
        Server.Dispose();
        Client.Dispose();
    }
}
