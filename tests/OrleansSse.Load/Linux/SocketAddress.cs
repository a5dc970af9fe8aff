using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;

namespace OrleansSse.Load.Linux;

/// <summary>An IPv4 address and port, as <c>struct sockaddr_in</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct SocketAddress
{
    /// <summary>The size in bytes.</summary>
    public const int Length = 16;

    private readonly ushort _family;
    private readonly ushort _port;
    private readonly uint _address;
    private readonly ulong _zero;

    public SocketAddress(IPAddress address, int port)
    {
        _family = NonBlockingSocket.Inet;
        _port = BinaryPrimitives.ReverseEndianness((ushort)port);
        _address = BitConverter.ToUInt32(address.GetAddressBytes());
        _zero = 0;
    }
}
