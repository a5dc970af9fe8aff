using System.Net.Sockets;
using System.Text;
using OrleansSse.Load.Targets;

namespace OrleansSse.Load.Subscribers;

/// <summary>A subscriber that asks for all history and what follows, and never reads any of it.</summary>
internal sealed class SilentSubscriber : IDisposable
{
    private const int SmallBuffer = 4096;

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = SmallBuffer };

    /// <param name="server">The server.</param>
    /// <param name="stream">The stream.</param>
    public SilentSubscriber(SseServer server, string stream)
    {
        _socket.Connect(server.Url.Host, server.Url.Port);
        _socket.Send(Encoding.ASCII.GetBytes(
            $"GET {server.HistoryPath(stream)} HTTP/1.1\r\nHost: {server.Url.Authority}\r\nAccept: text/event-stream\r\n\r\n"));
    }

    /// <summary>True when the server has given up: what it sent lies here unread, so that shows as a reset.</summary>
    public bool IsReset => _socket.Poll(TimeSpan.Zero, SelectMode.SelectError);

    /// <inheritdoc />
    public void Dispose() => _socket.Dispose();
}
