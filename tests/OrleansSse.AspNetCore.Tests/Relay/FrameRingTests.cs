using System.Globalization;
using OrleansSse.AspNetCore.Frames;
using OrleansSse.AspNetCore.Relay;
using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.AspNetCore.Tests.Relay;

public sealed class FrameRingTests
{
    [Fact]
    public void Keeps_the_newest_frames_up_to_its_count()
    {
        var ring = new FrameRing(3, long.MaxValue);
        ring.Reset(At("epoch001-0"));

        ring.Append(Frames(1, 2));
        ring.Append(Frames(3, 5));

        Assert.Equal(At("epoch001-5"), ring.Head);
        Assert.False(ring.Covers(At("epoch001-1")));
        Assert.True(ring.Covers(At("epoch001-2")));
        Assert.Null(ring.After(At("epoch001-1")));
        Assert.Equal(At("epoch001-3"), ring.After(At("epoch001-2"))?.Id);
        Assert.Null(ring.After(At("epoch001-5")));
    }

    [Fact]
    public void Ends_where_it_was_completed_until_it_begins_anew()
    {
        var ring = new FrameRing(3, long.MaxValue);
        ring.Reset(At("epoch001-0"));
        ring.Append(Frames(1, 5));
        Assert.Null(ring.EndAt(At("epoch001-5")));

        ring.Complete();
        Assert.Equal(At("epoch001-5"), ring.EndAt(At("epoch001-5")));
        Assert.Null(ring.EndAt(At("epoch001-4")));
        Assert.Null(ring.EndAt(At("epoch001-6")));
        Assert.Null(ring.EndAt(At("epoch002-5")));
        Assert.Null(ring.EndAt(StreamPosition.Origin));

        ring.Reset(At("epoch002-0"));
        Assert.Null(ring.EndAt(At("epoch002-0")));
        ring.Complete();
        Assert.Equal(At("epoch002-0"), ring.EndAt(StreamPosition.Origin));
    }

    [Fact]
    public void Keeps_the_newest_frames_up_to_its_bytes_and_one_however_large()
    {
        var size = Frames(1, 1)[0].Size;
        var ring = new FrameRing(100, 2 * size);
        ring.Reset(At("epoch001-0"));

        ring.Append(Frames(1, 5));
        Assert.Equal(At("epoch001-4"), ring.After(At("epoch001-3"))?.Id);
        Assert.False(ring.Covers(At("epoch001-2")));

        ring.Append(Frame.EncodeAll(StreamName.Default, [new StreamEvent(At("epoch001-6"), 0, new(new string('x', 1000)))]));
        Assert.Equal(At("epoch001-6"), ring.After(At("epoch001-5"))?.Id);
        Assert.False(ring.Covers(At("epoch001-4")));

        ring.Append(Frames(7, 8));
        Assert.True(ring.Covers(At("epoch001-6")));
        Assert.False(ring.Covers(At("epoch001-5")));
    }

    [Fact]
    public void A_batch_larger_than_the_ring_leaves_its_end()
    {
        var ring = new FrameRing(4, long.MaxValue);
        ring.Reset(At("epoch001-0"));

        ring.Append(Frames(1, 50));

        Assert.False(ring.Covers(At("epoch001-45")));
        Assert.Equal([47, 48, 49, 50], Read(ring, At("epoch001-46")));
    }

    [Fact]
    public void Begins_anew_after_a_reset()
    {
        var ring = new FrameRing(4, long.MaxValue);
        ring.Reset(At("epoch001-0"));
        ring.Append(Frames(1, 4));

        ring.Reset(At("epoch002-0"));

        Assert.Equal(At("epoch002-0"), ring.Head);
        Assert.False(ring.Covers(At("epoch001-4")));
        Assert.True(ring.Covers(At("epoch002-0")));
        Assert.Null(ring.After(At("epoch002-0")));
    }

    [Fact]
    public void The_origin_is_before_the_first_event_of_whatever_epoch_comes()
    {
        var ring = new FrameRing(2, long.MaxValue);
        ring.Reset(StreamPosition.Origin);
        Assert.True(ring.Contains(StreamPosition.Origin));

        ring.Append(Frames(1, 2));
        Assert.Equal([1, 2], Read(ring, StreamPosition.Origin));

        ring.Append(Frames(3, 3));
        Assert.False(ring.Covers(StreamPosition.Origin));
    }

    [Fact]
    public void What_is_still_to_come_is_covered_and_not_contained()
    {
        var ring = new FrameRing(4, long.MaxValue);
        ring.Reset(At("epoch001-5"));

        Assert.True(ring.Covers(At("epoch001-9")));
        Assert.False(ring.Contains(At("epoch001-9")));
        Assert.True(ring.Contains(At("epoch001-5")));
        Assert.False(ring.Contains(At("epoch001-4")));
    }

    [Fact]
    public async Task Readers_beside_the_writer_find_the_frame_after_their_position_or_none()
    {
        const int Frames = 50_000;
        var ring = new FrameRing(16, long.MaxValue);
        ring.Reset(At("epoch001-0"));
        var wrong = 0;
        Task[] readers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            var cursor = At("epoch001-0");
            while (cursor.Sequence < Frames)
            {
                if (!ring.Covers(cursor)) cursor = ring.Head with { Sequence = Math.Max(0, ring.Head.Sequence - 12) };
                if (ring.After(cursor) is not { } frame) continue;
                if (frame.Id != cursor.Next()) Interlocked.Increment(ref wrong);
                cursor = frame.Id;
            }
        }))];

        var random = new Random(1);
        for (var last = 0; last < Frames;)
        {
            var first = last + 1;
            last = Math.Min(Frames, last + random.Next(1, 30));
            ring.Append(FrameRingTests.Frames(first, last));
        }

        await Task.WhenAll(readers).Within("readers at the head");
        Assert.Equal(0, wrong);
    }

    private static List<long> Read(FrameRing ring, StreamPosition cursor)
    {
        List<long> read = [];
        while (ring.After(cursor) is { } frame)
        {
            cursor = frame.Id;
            read.Add(cursor.Sequence);
        }

        return read;
    }

    private static Frame[] Frames(int first, int last) => Frame.EncodeAll(
        StreamName.Default,
        [.. Enumerable.Range(first, last - first + 1).Select(static n => new StreamEvent(
            At("epoch001-0") with { Sequence = n }, 0, new((n % 10).ToString(CultureInfo.InvariantCulture))))]);

    private static StreamPosition At(string id) => StreamPosition.Parse(id);
}
