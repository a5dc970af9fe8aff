using OrleansSse.AspNetCore.Frames;
using OrleansSse.AspNetCore.Relay;

namespace OrleansSse.AspNetCore.FanOut;

/// <summary>
/// What a ring has after a position, as one run of bytes: put together once, and sent to each connection of a loop that stands there.
/// </summary>
internal sealed class FrameBatch
{
    private const int MaxBytes = 64 * 1024;

    private readonly byte[] _joined = new byte[MaxBytes];
    private readonly List<Frame> _frames = [];
    private FrameRing? _ring;
    private FrameFormat _format = FrameFormat.Plain;
    private StreamPosition _after;
    private StreamPosition _head;
    private long _expires;

    /// <summary>The last position that it covers, whether or not the format wants what is there.</summary>
    public StreamPosition Last { get; private set; }

    /// <summary>The last frame in it; null when it is empty.</summary>
    public Frame? LastFrame => _frames is [.., var last] ? last : null;

    /// <summary>True if there was no room for all that the ring has.</summary>
    public bool HasMore { get; private set; }

    /// <summary>What to send.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private set; }

    /// <summary>Takes up what comes after a position, unless that is what it has, and nothing in it has expired.</summary>
    public void Load(FrameRing ring, StreamPosition after, FrameFormat format, TimeProvider time)
    {
        var head = ring.Head;
        if (ReferenceEquals(_ring, ring) && _after == after && _head == head && _format.LooksLike(format) && !HasExpired(time)) return;
        (_ring, _after, _head, _format, Last) = (ring, after, head, format, after);
        _frames.Clear();
        (Bytes, HasMore, _expires) = (default, false, long.MaxValue);
        while (!HasMore && ring.After(Last) is { } frame)
        {
            if (format.Wants(frame) && !frame.IsExpired(time) && !TryAdd(frame)) HasMore = true;
            else Last = frame.Id;
        }
    }

    /// <summary>Divides it where a client took no more.</summary>
    /// <param name="taken">How many of its bytes were taken, not all.</param>
    /// <returns>The frame in which that is, and what is left of it.</returns>
    public (Frame Frame, ReadOnlyMemory<byte> Left) Cut(int taken)
    {
        foreach (var frame in _frames)
        {
            var bytes = _format.Bytes(frame);
            if (taken < bytes.Length) return (frame, bytes[taken..]);
            taken -= bytes.Length;
        }

        throw new ArgumentOutOfRangeException(nameof(taken), "All of it was taken.");
    }

    private bool HasExpired(TimeProvider time) => _expires != long.MaxValue && time.GetUtcNow().ToUnixTimeMilliseconds() >= _expires;

    // A single frame is sent from where it lies, whatever its size.
    private bool TryAdd(Frame frame)
    {
        var bytes = _format.Bytes(frame);
        if (_frames.Count > 0)
        {
            if (Bytes.Length + bytes.Length > MaxBytes) return false;
            if (_frames.Count == 1) Bytes.CopyTo(_joined);
            bytes.CopyTo(_joined.AsMemory(Bytes.Length));
        }

        Bytes = _frames.Count == 0 ? bytes : _joined.AsMemory(0, Bytes.Length + bytes.Length);
        _frames.Add(frame);
        _expires = Math.Min(_expires, frame.Expires);
        return true;
    }
}
