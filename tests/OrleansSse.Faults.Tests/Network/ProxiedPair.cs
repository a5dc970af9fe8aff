using System.Net;
using System.Net.Sockets;
using System.Text;
using OrleansSse.Faults.Network;

namespace OrleansSse.Faults.Tests.Network;

/// <summary>A client and a server with the proxy between.</summary>
internal sealed class ProxiedPair : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private TcpProxy? _proxy;

    public Link Link { get; } = new();

    public Socket Client { get; } = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public Socket Server { get; private set; } = null!;

    public static async Task<ProxiedPair> ConnectAsync()
    {
        var pair = new ProxiedPair();
        pair._listener.Start();
        pair._proxy = new(pair._listener.LocalEndpoint, _ => pair.Link);
        pair._proxy.Start();
        await pair.Client.ConnectAsync(IPAddress.Loopback, pair._proxy.Port);
        pair.Server = await pair._listener.AcceptSocketAsync().WaitAsync(Limit);
        return pair;
    }

    public static Task<int> SendAsync(Socket socket, string text) => socket.SendAsync(Encoding.ASCII.GetBytes(text));

    /// <summary>What comes next; empty at the end of the connection.</summary>
    public static async Task<string> ReceiveAsync(Socket socket)
    {
        var buffer = new byte[64];
        using var limit = new CancellationTokenSource(Limit);
        return Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, limit.Token));
    }

    /// <summary>True when for a moment nothing can be read, neither bytes nor an end.</summary>
    public static async Task<bool> IsSilentAsync(Socket socket)
    {
        using var moment = new CancellationTokenSource(Moment);
        try
        {
            await socket.ReceiveAsync(new byte[1], SocketFlags.Peek, moment.Token);
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Server.Dispose();
        await _proxy!.DisposeAsync();
        _listener.Dispose();
    }
}
