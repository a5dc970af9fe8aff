using System.Text;

namespace OrleansSse.Load.Subscribers;

/// <summary>The head of a response, of which mostly all comes at once.</summary>
internal struct ResponseHead
{
    private const int MaxBytes = 16 * 1024;

    private byte[]? _begun;

    /// <summary>The status line; null before the head has come.</summary>
    public string? StatusLine { get; private set; }

    /// <summary>True when a stream of events follows.</summary>
    public bool IsEventStream { get; private set; }

    /// <summary>True when it comes in chunks, false when it comes as it is.</summary>
    public bool IsChunked { get; private set; }

    /// <summary>Takes a head; false when its end has not come.</summary>
    /// <param name="received">What was received; the head is cut off.</param>
    public bool TryRead(ref ReadOnlySpan<byte> received)
    {
        if (_begun is not null) received = (byte[])[.. _begun, .. received];
        var length = received.IndexOf("\r\n\r\n"u8);
        if (length < 0 && received.Length < MaxBytes)
        {
            _begun = received.ToArray();
            received = default;
            return false;
        }

        var head = Encoding.Latin1.GetString(length < 0 ? received : received[..length]);
        StatusLine = head.Split("\r\n")[0];
        IsEventStream = length > 0
            && StatusLine.StartsWith("HTTP/1.1 200", StringComparison.Ordinal)
            && head.Contains("\r\nContent-Type: text/event-stream", StringComparison.OrdinalIgnoreCase);
        IsChunked = head.Contains("\r\nTransfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase);
        received = length < 0 ? default : received[(length + 4)..];
        _begun = null;
        return true;
    }
}
