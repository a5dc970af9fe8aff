using System.Net.Sockets;
using System.Text;
using OrleansSse.Load.Checks;
using OrleansSse.Load.Figures;
using OrleansSse.Load.Http;

namespace OrleansSse.Load.Scenarios;

/// <summary>Publishes events one by one over a connection of its own. It either awaits a response, or rests after an error.</summary>
internal sealed class FlatOutPublisher : IDisposable
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(50);

    private readonly Uri _url;
    private readonly byte[] _request;
    private readonly int _headLength;
    private readonly List<AcknowledgedEvent> _acknowledged = [];
    private HttpConnection? _connection;
    private long _tag;
    private long _since;

    /// <param name="url">Where to publish.</param>
    /// <param name="number">Which publisher this is: its events are tagged so.</param>
    /// <param name="size">Bytes of data an event.</param>
    public FlatOutPublisher(Uri url, int number, int size)
    {
        _url = url;
        _tag = (long)number << 40;
        var head = $"POST {url.PathAndQuery} HTTP/1.1\r\nHost: {url.Authority}\r\nContent-Type: text/plain\r\nContent-Length: {size}\r\n\r\n";
        _headLength = head.Length;
        _request = Encoding.ASCII.GetBytes(head + TaggedData.Create(_tag, size));
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
        TaggedData.Write(++_tag, _request.AsSpan(_headLength));
        _since = TimeProvider.System.GetTimestamp();
        try
        {
            _connection ??= new(_url);
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
            if (reply.Status != 201)
            {
                Fail($"{reply.Status} {Encoding.UTF8.GetString(reply.Body)}");
                return;
            }

            if (window.IsOpen) Latency.Record(TimeProvider.System.GetElapsedTime(_since));
            _acknowledged.Add(new(Acknowledgement.Parse(reply.Body).First, _tag));
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
