using System.Net.Sockets;
using System.Text;
using OrleansSse.Load.Checks;
using OrleansSse.Load.Figures;
using OrleansSse.Load.Http;
using OrleansSse.Load.Subscribers;
using OrleansSse.Load.Targets;

namespace OrleansSse.Load.Scenarios;

/// <summary>Publishes events one by one over a connection of its own. It either awaits a response, or rests after an error.</summary>
internal sealed class FlatOutPublisher : IDisposable
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(50);

    private readonly SseServer _server;
    private readonly int _publishers;
    private readonly byte[] _request;
    private readonly int _headLength;
    private readonly List<AcknowledgedEvent> _acknowledged = [];
    private HttpConnection? _connection;
    private long _sequence;
    private long _since;

    /// <param name="server">Where to publish.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="number">Which publisher this is, from 0: its events have the sequences that leave this rest.</param>
    /// <param name="publishers">How many there are.</param>
    /// <param name="size">Bytes of data an event.</param>
    public FlatOutPublisher(SseServer server, string stream, int number, int publishers, int size)
    {
        (_server, _publishers, _sequence) = (server, publishers, number - publishers);
        var head = Encoding.ASCII.GetBytes(
            $"POST {server.PublishPath(stream)} HTTP/1.1\r\nHost: {server.Url.Authority}\r\nContent-Type: text/plain\r\nContent-Length: {size}\r\n\r\n");
        _headLength = head.Length;
        _request = [.. head, .. new byte[size]];
    }

    /// <summary>The socket on which it awaits a response; null while it rests.</summary>
    public Socket? Awaited { get; private set; }

    /// <summary>True when it has rested enough.</summary>
    public bool IsRested => Awaited is null && (_since == 0 || TimeProvider.System.GetElapsedTime(_since) > Rest);

    /// <summary>What was acknowledged, warming up included.</summary>
    public IReadOnlyList<AcknowledgedEvent> Acknowledged => _acknowledged;

    /// <summary>How long each publish took that was acknowledged while the window was open.</summary>
    public Histogram Latency { get; } = new();

    /// <summary>Publishes that were not acknowledged.</summary>
    public long Errors { get; private set; }

    /// <summary>What became of the first of them.</summary>
    public string? FirstError { get; private set; }

    /// <summary>Sends the next event.</summary>
    public void Publish()
    {
        _since = TimeProvider.System.GetTimestamp();
        new EventPayload(_sequence += _publishers, _since).Write(_request.AsSpan(_headLength));
        try
        {
            _connection ??= new(_server.Url);
            _connection.Send(_request);
            Awaited = _connection.Socket;
        }
        catch (SocketException e)
        {
            Disconnect(e.Message);
        }
    }

    /// <summary>Takes what can be read of the response; when it is whole, sends the next event until the window is over.</summary>
    public void Receive(MeasuringWindow window)
    {
        try
        {
            if (!_connection!.TryReceive(out var reply)) return;
            Awaited = null;
            if (!_server.IsAcknowledged(reply, out var id))
            {
                Fail($"{reply.Status} {Encoding.UTF8.GetString(reply.Body)}");
                return;
            }

            if (window.IsOpen) Latency.Record(TimeProvider.System.GetElapsedTime(_since));
            _acknowledged.Add(new(id, _sequence));
            if (!window.IsOver) Publish();
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            Disconnect(e.Message);
        }
    }

    /// <summary>Waits for no response any more.</summary>
    public void Disconnect(string why)
    {
        Dispose();
        Fail(why);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _connection?.Dispose();
        _connection = null;
        Awaited = null;
    }

    private void Fail(string why)
    {
        Errors++;
        FirstError ??= why;
        _since = TimeProvider.System.GetTimestamp();
    }
}
