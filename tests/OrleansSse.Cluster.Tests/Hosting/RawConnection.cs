using System.Net.Sockets;
using System.Text;

namespace OrleansSse.Cluster.Tests.Hosting;

/// <summary>A client that writes its request byte by byte, and need not end it.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);

    public static Task<RawConnection> OpenAsync(TestGateway gateway, string request, int? receiveBuffer = null) =>
        OpenAsync(gateway.Address, request, receiveBuffer);

    public static async Task<RawConnection> OpenAsync(Uri address, string request, int? receiveBuffer = null)
    {
        var connection = new RawConnection();
        if (receiveBuffer is { } size) connection._socket.ReceiveBufferSize = size;
        await connection._socket.ConnectAsync(address.Host, address.Port);
        await connection._socket.SendAsync(Encoding.UTF8.GetBytes(request));
        return connection;
    }

    /// <summary>All that the server says until it says this, or closes the connection.</summary>
    public async Task<string> ReadAsync(string until)
    {
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        while (!answer.ToString().Contains(until, StringComparison.Ordinal)
            && await _socket.ReceiveAsync(buffer).Within($"\"{until}\" after \"{answer}\"") is var count and > 0)
        {
            answer.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        return answer.ToString();
    }

    /// <summary>All that the server says until it closes the connection.</summary>
    public async Task<string> ReadToEndAsync()
    {
        var answer = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await _socket.ReceiveAsync(buffer).Within($"the end of the connection, after {answer.Length} bytes") is var count and > 0) answer.Write(buffer, 0, count);
        return Encoding.UTF8.GetString(answer.ToArray());
    }

    /// <summary>Sends pieces of which each character is a byte, and reads all that the server says until it closes the connection, whether it has read all or not.</summary>
    public async Task<string> ExchangeAsync(IEnumerable<string> pieces)
    {
        _socket.NoDelay = true;
        var sending = SendAsync(pieces);
        var answer = new StringBuilder();
        var buffer = new byte[64 * 1024];
        try
        {
            while (await _socket.ReceiveAsync(buffer).Within($"the end of the connection, after {answer}") is var count and > 0)
            {
                answer.Append(Encoding.Latin1.GetString(buffer, 0, count));
            }
        }
        catch (SocketException)
        {
            // What it had not read it has refused.
        }

        await sending;
        return answer.ToString();
    }

    /// <summary>Goes away as a process that was killed.</summary>
    public void Reset() => _socket.Close(timeout: 0);

    public void Dispose() => _socket.Dispose();

    private async Task SendAsync(IEnumerable<string> pieces)
    {
        try
        {
            foreach (var piece in pieces) await _socket.SendAsync(Encoding.Latin1.GetBytes(piece));
        }
        catch (SocketException)
        {
            // It has closed the connection before it had read all.
        }
    }
}
