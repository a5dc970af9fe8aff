using System.Net;
using System.Net.Sockets;

namespace OrleansSse.Faults.Network;

/// <summary>One connection through the proxy: a socket on either side.</summary>
internal sealed class LinkConnection(Socket accepted, Link link) : IDisposable
{
    private readonly Socket _upstream = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    /// <summary>Carries both directions until both have ended, or one breaks: then the other side sees a reset too.</summary>
    public async Task RunAsync(EndPoint upstream, CancellationToken cancel)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            accepted.NoDelay = _upstream.NoDelay = true;
            await _upstream.ConnectAsync(upstream, ending.Token);
            Task[] directions =
            [
                link.Forward.CarryAsync(accepted, _upstream, ending.Token),
                link.Backward.CarryAsync(_upstream, accepted, ending.Token),
            ];
            await await Task.WhenAny(directions);
            await Task.WhenAll(directions);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            await ending.CancelAsync();
            Reset();
        }
    }

    /// <summary>Breaks both sides.</summary>
    public void Reset()
    {
        Reset(accepted);
        Reset(_upstream);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        accepted.Dispose();
        _upstream.Dispose();
    }

    private static void Reset(Socket socket)
    {
        // Without time to linger, a socket that is closed sends a reset.
        if (!socket.SafeHandle.IsClosed) socket.Close(timeout: 0);
    }
}
