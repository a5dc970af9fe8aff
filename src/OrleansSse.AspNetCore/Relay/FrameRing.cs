using System.Numerics;
using OrleansSse.AspNetCore.Frames;

namespace OrleansSse.AspNetCore.Relay;

/// <summary>
/// The recent frames of one stream. One writer at a time; readers on any thread, without a lock: a frame that they
/// find under a sequence proves by its own id that it is the one they look for. It is as large as what it holds.
/// </summary>
internal sealed class FrameRing(int maxFrames, long maxBytes)
{
    private volatile Range _range = new(default, 1, 0, []);
    private long _bytes;

    /// <summary>The last frame's id.</summary>
    public StreamPosition Head => _range.Head;

    /// <summary>True if reading after this position needs no history: what follows is here, or is still to come.</summary>
    public bool Covers(StreamPosition position) => _range.Covers(position);

    /// <summary>True if this position lies in the ring, and not beyond its head.</summary>
    public bool Contains(StreamPosition position)
    {
        var range = _range;
        return range.Covers(position) && position.Sequence <= range.Last;
    }

    /// <summary>The frame after a position; null at the head, or if it has left the ring, which <see cref="Covers"/> tells.</summary>
    public Frame? After(StreamPosition position)
    {
        var range = _range;
        var sequence = position.Sequence + 1;
        if (sequence > range.Last || !range.Covers(position)) return null;
        var frame = Volatile.Read(ref range.Slot(sequence));
        return frame is not null && frame.Id == new StreamPosition(range.Epoch, sequence) ? frame : null;
    }

    /// <summary>
    /// The last frame's id, if the stream is completed and nothing comes after this position; null if something does, or may.
    /// </summary>
    public StreamPosition? EndAt(StreamPosition position)
    {
        var range = _range;
        return range.IsCompleted && position.Sequence == range.Last && range.Covers(position) ? range.Head : null;
    }

    /// <summary>Nothing comes after the last frame, until the ring begins anew.</summary>
    public void Complete() => _range = _range with { IsCompleted = true };

    /// <summary>Begins anew after a position.</summary>
    public void Reset(StreamPosition position)
    {
        _bytes = 0;
        _range = new(position.Epoch, position.Sequence + 1, position.Sequence, []);
    }

    /// <summary>Adds frames that continue the ring.</summary>
    public void Append(ReadOnlySpan<Frame> frames)
    {
        if (frames.IsEmpty) return;
        var (range, first, last) = (_range, _range.First, frames[^1].Id.Sequence);
        // Those who read the old slots meanwhile find in them what they had.
        if (Math.Min(last - first + 1, maxFrames) > range.Slots.Length) range = range.Enlarged((int)Math.Min(last - first + 1, maxFrames));
        foreach (var frame in frames)
        {
            while (frame.Id.Sequence - first >= maxFrames || (_bytes + frame.Size > maxBytes && first < frame.Id.Sequence)) Drop(range, first++);
            _bytes += frame.Size;
            Volatile.Write(ref range.Slot(frame.Id.Sequence), frame);
        }

        _range = new(frames[^1].Id.Epoch, first, last, range.Slots);
    }

    private void Drop(Range range, long sequence)
    {
        ref var slot = ref range.Slot(sequence);
        _bytes -= slot?.Size ?? 0;
        Volatile.Write(ref slot, null);
    }

    private sealed record Range(StreamEpoch Epoch, long First, long Last, Frame?[] Slots, bool IsCompleted = false)
    {
        public StreamPosition Head { get; } = new(Epoch, Last);

        // The origin is before the first event of whatever epoch comes first.
        public bool Covers(StreamPosition position) =>
            (position.Epoch == Epoch || position.IsOrigin) && position.Sequence >= First - 1;

        public ref Frame? Slot(long sequence) => ref Slots[sequence & (Slots.Length - 1)];

        public Range Enlarged(int least)
        {
            var larger = this with { Slots = new Frame?[(int)BitOperations.RoundUpToPowerOf2((uint)least)] };
            for (var sequence = First; sequence <= Last; sequence++) larger.Slot(sequence) = Slot(sequence);
            return larger;
        }
    }
}
