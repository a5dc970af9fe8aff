using System.Net;
using System.Net.Sockets;
using OrleansSse.Load.Linux;

namespace OrleansSse.Faults.Tests.Linux;

public sealed class NonBlockingSocketTests : IDisposable
{
    private const int Key = 7;
    private const int WaitMilliseconds = 5_000;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Epoll _epoll = new();
    private int _socket = NonBlockingSocket.None;

    public NonBlockingSocketTests() => _listener.Start();

    [Fact]
    public async Task Connects_from_the_source_address_that_it_is_given()
    {
        Connect(IPAddress.Parse("127.0.1.3"));
        using var accepted = await _listener.AcceptSocketAsync().WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(IPAddress.Parse("127.0.1.3"), ((IPEndPoint)accepted.RemoteEndPoint!).Address);
    }

    [Fact]
    public async Task Sends_and_receives_when_it_can()
    {
        Connect(from: null);
        using var accepted = await _listener.AcceptSocketAsync().WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(1, _epoll.Wait(WaitMilliseconds));
        Assert.Equal(Key, _epoll.KeyOf(0));
        Assert.Null(NonBlockingSocket.ConnectFailure(_socket));
        var buffer = new byte[16];
        Assert.Equal(-1, NonBlockingSocket.Receive(_socket, buffer));

        Assert.True(NonBlockingSocket.TrySend(_socket, "ask"u8));
        Assert.Equal(3, await accepted.ReceiveAsync(buffer));
        await accepted.SendAsync("answer"u8.ToArray());
        _epoll.Modify(_socket, Key, Epoll.Readable);

        Assert.Equal(1, _epoll.Wait(WaitMilliseconds));
        Assert.Equal(6, NonBlockingSocket.Receive(_socket, buffer));
        Assert.Equal("answer"u8, buffer.AsSpan(0, 6));
    }

    [Fact]
    public void Says_why_it_could_not_connect()
    {
        var port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _listener.Stop();
        _socket = NonBlockingSocket.Connect(new(IPAddress.Loopback, port), from: null);
        _epoll.Add(_socket, Key, Epoll.Writable);

        Assert.Equal(1, _epoll.Wait(WaitMilliseconds));
        Assert.Equal("Connection refused", NonBlockingSocket.ConnectFailure(_socket));
    }

    public void Dispose()
    {
        if (_socket != NonBlockingSocket.None) NonBlockingSocket.Close(_socket);
        _epoll.Dispose();
        _listener.Dispose();
    }

    private void Connect(IPAddress? from)
    {
        _socket = NonBlockingSocket.Connect((IPEndPoint)_listener.LocalEndpoint, from);
        _epoll.Add(_socket, Key, Epoll.Writable);
    }
}
