using System.Net;
using System.Net.Sockets;
using OrleansSse.Load.Targets;

namespace OrleansSse.Faults.Network;

/// <summary>Stands before an endpoint, and carries each connection over the link of the process that made it.</summary>
/// <param name="upstream">The endpoint.</param>
/// <param name="linkOf">The link of an accepted connection; null when nobody knows who made it.</param>
internal sealed class TcpProxy(EndPoint upstream, Func<Socket, Link?> linkOf) : IAsyncDisposable
{
    private const int Backlog = 128;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private Task _accepting = Task.CompletedTask;

    /// <summary>Where it listens on 127.0.0.1.</summary>
    public int Port { get; } = LoopbackPort.Find();

    /// <summary>Begins to listen.</summary>
    public void Start()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, Port));
        _listener.Listen(Backlog);
        _accepting = AcceptAsync();
    }

    /// <summary>Ends all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var carrying = new List<Task>();
        while (!_stop.IsCancellationRequested)
        {
            var accepted = await _listener.AcceptAsync(_stop.Token);
            carrying.RemoveAll(static task => task.IsCompleted);
            if (linkOf(accepted) is { } link) carrying.Add(link.CarryAsync(accepted, upstream, _stop.Token));
            else accepted.Close(timeout: 0);
        }

        await Task.WhenAll(carrying);
    }
}
