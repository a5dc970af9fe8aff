using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OrleansSse.Faults.Tests.Http;

/// <summary>A gateway of which a test says every byte.</summary>
internal sealed class FakeGateway : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private Socket? _connection;

    public FakeGateway() => _listener.Start();

    public Uri Url => new($"http://{_listener.LocalEndpoint}/");

    /// <summary>Takes the next connection, and its request.</summary>
    public async Task<string> RequestAsync()
    {
        _connection?.Dispose();
        _connection = await _listener.AcceptSocketAsync().WaitAsync(Limit);
        var request = new StringBuilder();
        var buffer = new byte[4096];
        using var limit = new CancellationTokenSource(Limit);
        while (!request.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
            request.Append(Encoding.ASCII.GetString(buffer, 0, await _connection.ReceiveAsync(buffer, limit.Token)));
        return request.ToString();
    }

    /// <summary>Answers with an event stream that begins so.</summary>
    public Task StreamAsync(string text) => AnswerAsync("200 OK\r\nContent-Type: text/event-stream", text);

    /// <summary>Answers.</summary>
    public async Task AnswerAsync(string statusAndHeaders, string body) =>
        await _connection!.SendAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 {statusAndHeaders}\r\nConnection: close\r\n\r\n{body}"));

    /// <summary>Ends the connection.</summary>
    public void End()
    {
        _connection?.Dispose();
        _connection = null;
    }

    public void Dispose()
    {
        End();
        _listener.Dispose();
    }
}
