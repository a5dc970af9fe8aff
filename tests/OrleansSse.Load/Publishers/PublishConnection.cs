using System.Net.Sockets;
using System.Text;
using OrleansSse.Load.Http;
using OrleansSse.Load.Linux;
using OrleansSse.Load.Subscribers;
using OrleansSse.Load.Targets;

namespace OrleansSse.Load.Publishers;

/// <summary>Publishes over one connection, each event when the one before is acknowledged.</summary>
/// <param name="server">Where to.</param>
internal sealed class PublishConnection(SseServer server) : IDisposable
{
    private const int LongestHead = 1024;

    private byte[] _request = new byte[LongestHead];
    private HttpConnection? _connection;
    private long _acknowledged;

    /// <summary>Events that were acknowledged.</summary>
    public long Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>Events that were not.</summary>
    public long Refused { get; private set; }

    /// <summary>Why the first of these was not.</summary>
    public string? FirstRefusal { get; private set; }

    /// <summary>Publishes one event when it is due, and waits for the answer.</summary>
    /// <remarks>
    /// Its time is when it was due where the server's last answer came too late for that, and when it was sent elsewhere:
    /// what a slow server holds up counts as latency, that this thread was woken late does not.
    /// </remarks>
    public void Publish(string stream, long sequence, int size, long due)
    {
        if (_request.Length < LongestHead + size) Array.Resize(ref _request, LongestHead + size);
        var isHeldUp = MonotonicClock.Now > due;
        if (!isHeldUp) MonotonicClock.SleepUntil(due);
        var length = Encoding.ASCII.GetBytes(
            $"POST {server.PublishPath(stream)} HTTP/1.1\r\nHost: {server.Url.Authority}\r\nContent-Type: text/plain\r\nContent-Length: {size}\r\n\r\n",
            _request);
        var data = _request.AsSpan(length, size);
        new EventPayload(sequence, isHeldUp ? due : MonotonicClock.Now).Write(data);
        try
        {
            _connection ??= new(server.Url);
            _connection.Send(_request.AsSpan(0, length + size));
            HttpReply reply;
            while (!_connection.TryReceive(out reply))
            {
            }

            if (server.IsAcknowledged(reply, out _)) Volatile.Write(ref _acknowledged, _acknowledged + 1);
            else Refuse($"{reply.Status} {Encoding.UTF8.GetString(reply.Body)}");
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            Dispose();
            Refuse(e.Message);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _connection?.Dispose();
        _connection = null;
    }

    private void Refuse(string why)
    {
        Refused++;
        FirstRefusal ??= why;
    }
}
