using System.Net;
using System.Net.Sockets;

namespace OrleansSse.Load.Targets;

/// <summary>Finds a port for a gateway.</summary>
internal static class LoopbackPort
{
    /// <summary>A port of 127.0.0.1 on which nothing listens.</summary>
    /// <remarks>
    /// It lies below the ports that the system gives to outgoing connections. Otherwise, while the gateway is down
    /// between two lives, a client that tries to reconnect could be given its port and connect to itself.
    /// </remarks>
    public static int Find()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 30_000);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                continue;
            }
        }
    }
}
