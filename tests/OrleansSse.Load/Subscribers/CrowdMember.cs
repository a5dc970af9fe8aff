using System.Text;
using OrleansSse.Load.Linux;

namespace OrleansSse.Load.Subscribers;

/// <summary>One subscriber of a crowd: a connection, what it is in the middle of, and which events it has seen.</summary>
/// <param name="path">What it asks for.</param>
/// <param name="publishers">How many publish into its stream: there is an order among the events of each.</param>
/// <param name="first">The sequence of the first event that it should see.</param>
/// <param name="lastEventId">Where it resumes; null or empty to start as the path says.</param>
internal sealed class CrowdMember(string path, int publishers = 1, long first = 0, string? lastEventId = null)
{
    private readonly SequenceWindow[] _windows = [.. Enumerable.Repeat(new SequenceWindow(first), publishers)];
    private ResponseHead _head;
    private ChunkedBody _body;
    private EventParser _events;

    /// <summary>Its socket.</summary>
    public int Socket { get; set; } = NonBlockingSocket.None;

    /// <summary>Where its connection stands.</summary>
    public MemberState State { get; set; }

    /// <summary>What the server said; null before the head of a response has come.</summary>
    public string? StatusLine => _head.StatusLine;

    /// <summary>The last event id that it has been told; empty when there is none.</summary>
    public string LastEventId => _events.LastEventId is { Length: > 0 } id ? id : lastEventId ?? "";

    /// <summary>Its request; what it was in the middle of on the connection before is forgotten.</summary>
    public byte[] NewRequest(string host)
    {
        _head = default;
        _body = default;
        _events.Restart();
        var resume = LastEventId is { Length: > 0 } id ? $"Last-Event-ID: {id}\r\n" : "";
        return Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/event-stream\r\n{resume}\r\n");
    }

    /// <summary>Takes what was received, and counts the events in it.</summary>
    /// <returns>False when the server refuses.</returns>
    public bool Take(ReadOnlySpan<byte> received, Tally tally, long now)
    {
        if (State == MemberState.Asking)
        {
            if (!_head.TryRead(ref received)) return true;
            if (!_head.IsEventStream) return false;
            State = MemberState.Open;
        }

        if (!_head.IsChunked)
        {
            Count(received, tally, now);
            return true;
        }

        while (_body.TryRead(ref received, out var body)) Count(body, tally, now);
        return true;
    }

    private void Count(ReadOnlySpan<byte> body, Tally tally, long now)
    {
        while (_events.TryRead(ref body, out var payload))
        {
            if (payload is not { } known)
            {
                tally.AddForeign();
                continue;
            }

            var (sequence, publisher) = Math.DivRem(known.Sequence, _windows.Length);
            tally.Add(_windows[publisher].Take(sequence), known, now);
        }
    }
}
