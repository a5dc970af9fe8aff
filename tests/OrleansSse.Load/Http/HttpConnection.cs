using System.Net.Sockets;

namespace OrleansSse.Load.Http;

/// <summary>
/// A keep-alive HTTP/1.1 connection with one ready-made request in flight at a time, for a caller that waits until one
/// of many can be read. On a loaded machine that costs about half of what asynchronous sockets do, and the less the
/// client takes, the more the figures are the gateway's.
/// </summary>
internal sealed class HttpConnection : IDisposable
{
    private const int MaxReplyBytes = 1 << 20;

    private byte[] _buffer = new byte[4096];
    private int _filled;

    /// <summary>Connects to the host and port of an address.</summary>
    /// <exception cref="SocketException">It does not listen.</exception>
    public HttpConnection(Uri url)
    {
        try
        {
            Socket.Connect(url.Host, url.Port);
        }
        catch
        {
            Socket.Dispose();
            throw;
        }
    }

    /// <summary>To wait on.</summary>
    public Socket Socket { get; } = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    /// <summary>Sends a request.</summary>
    /// <exception cref="SocketException">The connection broke.</exception>
    public void Send(ReadOnlySpan<byte> request)
    {
        while (!request.IsEmpty) request = request[Socket.Send(request)..];
    }

    /// <summary>Takes what can be read; true once the response is whole.</summary>
    /// <exception cref="SocketException">The connection broke.</exception>
    /// <exception cref="IOException">The server closed it, or what it sends is no response.</exception>
    public bool TryReceive(out HttpReply reply)
    {
        if (_filled == MaxReplyBytes) throw new IOException("The response is longer than 1 MiB.");
        if (_filled == _buffer.Length) Array.Resize(ref _buffer, _filled * 2);
        var received = Socket.Receive(_buffer.AsSpan(_filled));
        if (received == 0) throw new IOException("The server closed the connection before the end of its response.");

        _filled += received;
        if (!HttpReply.TryParse(_buffer.AsSpan(0, _filled), out reply)) return false;
        _filled = 0;
        return true;
    }

    /// <inheritdoc />
    public void Dispose() => Socket.Dispose();
}
