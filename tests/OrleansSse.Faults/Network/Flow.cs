using System.Net.Sockets;

namespace OrleansSse.Faults.Network;

/// <summary>One direction of a link: what goes this way passes, waits while it is cut, or passes slowly.</summary>
internal sealed class Flow
{
    private const int ChunkBytes = 16 * 1024;
    private const double SlowBytesPerSecond = 256 * 1024;
    private static readonly TimeSpan SlowDelay = TimeSpan.FromMilliseconds(100);

    private volatile TaskCompletionSource? _cut;
    private volatile bool _slow;

    /// <summary>From now on nothing passes, neither bytes nor the end of a connection; it is kept until the flow is restored.</summary>
    public void Cut() => _cut ??= new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>From now on all passes late, and little at a time.</summary>
    public void Slow() => _slow = true;

    /// <summary>What was kept passes, and all that follows.</summary>
    public void Restore()
    {
        _slow = false;
        Interlocked.Exchange(ref _cut, null)?.TrySetResult();
    }

    /// <summary>Carries what comes from one socket to the other, until the first ends in order.</summary>
    /// <exception cref="SocketException">Either broke; while the flow was cut, nobody has been told yet.</exception>
    public async Task CarryAsync(Socket from, Socket to, CancellationToken cancel)
    {
        var buffer = new byte[ChunkBytes];
        while (true)
        {
            var received = await ReceiveAsync(from, buffer, cancel);
            await PassAsync(received, cancel);
            if (received == 0) break;
            for (var sent = 0; sent < received;) sent += await to.SendAsync(buffer.AsMemory(sent, received - sent), cancel);
        }

        to.Shutdown(SocketShutdown.Send);
    }

    private async ValueTask<int> ReceiveAsync(Socket from, byte[] buffer, CancellationToken cancel)
    {
        try
        {
            return await from.ReceiveAsync(buffer, cancel);
        }
        catch (SocketException)
        {
            // The other side must not learn of a reset through a link that is cut.
            await PassAsync(0, cancel);
            throw;
        }
    }

    private async ValueTask PassAsync(int bytes, CancellationToken cancel)
    {
        while (_cut is { } cut) await cut.Task.WaitAsync(cancel);
        if (_slow) await Task.Delay(SlowDelay + TimeSpan.FromSeconds(bytes / SlowBytesPerSecond), TimeProvider.System, cancel);
    }
}
