using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace OrleansSse.Load.Linux;

/// <summary>TCP sockets that never block, as plain descriptors.</summary>
internal static class NonBlockingSocket
{
    /// <summary>No socket.</summary>
    public const int None = -1;

    /// <summary><c>AF_INET</c>.</summary>
    public const int Inet = 2;

    private const int StreamNonBlockingCloseOnExec = 1 | 0x800 | 0x80000;
    private const int LevelIP = 0, LevelSocket = 1;
    private const int BindAddressNoPort = 24, Error = 4;
    private const int NoSignal = 0x4000;

    /// <summary>Begins to connect. When it can be written to, it has connected or failed.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="from">The source address; null to let the system choose.</param>
    /// <exception cref="RunFailedException">The system has no socket for it.</exception>
    public static int Connect(IPEndPoint to, IPAddress? from)
    {
        var socket = Check(Libc.Socket(Inet, StreamNonBlockingCloseOnExec, 0), "socket");
        if (from is not null)
        {
            Check(Libc.SetOption(socket, LevelIP, BindAddressNoPort, 1, sizeof(int)), "setsockopt");
            Check(Libc.Bind(socket, new(from, 0), SocketAddress.Length), "bind");
        }

        var result = Libc.Connect(socket, new(to.Address, to.Port), SocketAddress.Length);
        if (result < 0 && Marshal.GetLastPInvokeError() != Libc.InProgress) Check(result, "connect");
        return socket;
    }

    /// <summary>Why it did not connect; null when it did.</summary>
    public static string? ConnectFailure(int socket)
    {
        var length = sizeof(int);
        Check(Libc.GetOption(socket, LevelSocket, Error, out var error, ref length), "getsockopt");
        return error == 0 ? null : Marshal.GetPInvokeErrorMessage(error);
    }

    /// <summary>Sends; false when not all of it went, so the connection is of no use.</summary>
    public static bool TrySend(int socket, ReadOnlySpan<byte> bytes) =>
        Libc.Send(socket, bytes, bytes.Length, NoSignal) == bytes.Length;

    /// <summary>Receives what is there: 0 at the end or when the connection broke, -1 when there is nothing now.</summary>
    public static int Receive(int socket, Span<byte> bytes)
    {
        var count = (int)Libc.Receive(socket, bytes, bytes.Length, 0);
        if (count >= 0) return count;
        return Marshal.GetLastPInvokeError() is Libc.Again or Libc.Interrupted ? -1 : 0;
    }

    /// <summary>Closes it.</summary>
    public static void Close(int socket) => Check(Libc.Close(socket), "close");

    /// <summary>The result of a system call.</summary>
    /// <exception cref="RunFailedException">It failed.</exception>
    public static int Check(int result, string call) => result >= 0
        ? result
        : throw new RunFailedException($"{call}: {Marshal.GetLastPInvokeErrorMessage()}");

    /// <summary>The IPv4 address and port of a URL.</summary>
    /// <exception cref="RunFailedException">It has none.</exception>
    public static IPEndPoint EndPointOf(Uri url)
    {
        var address = Dns.GetHostAddresses(url.Host, AddressFamily.InterNetwork).FirstOrDefault()
            ?? throw new RunFailedException($"'{url.Host}' has no IPv4 address.");
        return new(address, url.Port);
    }
}
