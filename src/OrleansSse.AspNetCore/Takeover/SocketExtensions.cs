using System.Net.Sockets;

namespace OrleansSse.AspNetCore.Takeover;

internal static class SocketExtensions
{
    /// <summary>Sends what a socket that does not block takes at once.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="bytes">What to send.</param>
    /// <param name="isGone">True if nothing can be sent any more.</param>
    /// <returns>How many bytes were taken.</returns>
    public static int TrySend(this Socket socket, ReadOnlySpan<byte> bytes, out bool isGone)
    {
        try
        {
            // A socket that takes a part says that it would block, and how much it took.
            var taken = socket.Send(bytes, SocketFlags.None, out var error);
            isGone = error is not (SocketError.Success or SocketError.WouldBlock);
            return taken;
        }
        catch (ObjectDisposedException)
        {
            isGone = true;
            return 0;
        }
    }
}
