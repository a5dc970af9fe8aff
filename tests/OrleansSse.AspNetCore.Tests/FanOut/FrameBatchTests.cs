using System.Text;
using Microsoft.Extensions.Time.Testing;
using OrleansSse.AspNetCore.FanOut;
using OrleansSse.AspNetCore.Frames;
using OrleansSse.AspNetCore.Relay;

namespace OrleansSse.AspNetCore.Tests.FanOut;

public sealed class FrameBatchTests
{
    private static readonly StreamPosition Start = StreamPosition.Parse("k3x9f2ab-0");
    private static readonly FrameFormat Chunks = FrameFormat.Plain.AsChunks();

    private readonly FrameRing _ring = new(1024, 1 << 20);
    private readonly FrameBatch _batch = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);

    public FrameBatchTests() => _ring.Reset(Start);

    [Fact]
    public void Has_all_that_comes_after_a_position()
    {
        Append("a", "b", "c");

        _batch.Load(_ring, Position(1), FrameFormat.Plain, _time);

        Assert.Equal("id: k3x9f2ab-2\ndata: b\n\nid: k3x9f2ab-3\ndata: c\n\n", Text(_batch.Bytes));
        Assert.Equal((Position(3), Position(3), false), (_batch.Last, _batch.LastFrame!.Id, _batch.HasMore));
    }

    [Fact]
    public void Has_each_event_as_a_chunk_where_nothing_else_makes_them()
    {
        Append("a", "b");

        _batch.Load(_ring, Start, Chunks, _time);

        Assert.Equal("18\r\nid: k3x9f2ab-1\ndata: a\n\n\r\n18\r\nid: k3x9f2ab-2\ndata: b\n\n\r\n", Text(_batch.Bytes));
    }

    [Fact]
    public void A_single_event_is_not_copied()
    {
        Append("a");

        _batch.Load(_ring, Start, Chunks, _time);

        Assert.True(_batch.Bytes.Equals(Chunks.Bytes(_ring.After(Start)!)));
    }

    [Fact]
    public void Passes_over_what_is_not_wanted()
    {
        Append(new EventData("a", "wanted"), new EventData("b", "other"));

        _batch.Load(_ring, Start, new(new HashSet<string> { "wanted" }, FrameShape.Plain), _time);
        Assert.Equal((Position(2), Position(1)), (_batch.Last, _batch.LastFrame!.Id));

        _batch.Load(_ring, Start, new(new HashSet<string> { "none" }, FrameShape.Plain), _time);
        Assert.Equal((Position(2), null), (_batch.Last, _batch.LastFrame));
    }

    [Fact]
    public void Passes_over_what_has_expired_also_if_it_had_it_before()
    {
        Append(new EventData("a") { Ttl = TimeSpan.FromSeconds(1) }, new EventData("b"), new EventData("c") { Ttl = TimeSpan.FromSeconds(2) });
        _batch.Load(_ring, Start, FrameFormat.Plain, _time);
        Assert.Equal("id: k3x9f2ab-1\ndata: a\n\nid: k3x9f2ab-2\ndata: b\n\nid: k3x9f2ab-3\ndata: c\n\n", Text(_batch.Bytes));

        _time.Advance(TimeSpan.FromSeconds(1));
        _batch.Load(_ring, Start, FrameFormat.Plain, _time);
        Assert.Equal("id: k3x9f2ab-2\ndata: b\n\nid: k3x9f2ab-3\ndata: c\n\n", Text(_batch.Bytes));

        _time.Advance(TimeSpan.FromSeconds(1));
        _batch.Load(_ring, Start, FrameFormat.Plain, _time);
        Assert.Equal("id: k3x9f2ab-2\ndata: b\n\n", Text(_batch.Bytes));
        Assert.Equal((Position(3), Position(2)), (_batch.Last, _batch.LastFrame!.Id));
    }

    [Fact]
    public void Has_what_came_since_it_was_last_looked_at()
    {
        Append("a");
        _batch.Load(_ring, Start, FrameFormat.Plain, _time);
        Append("b");

        _batch.Load(_ring, Start, FrameFormat.Plain, _time);

        Assert.Equal(Position(2), _batch.Last);
    }

    [Fact]
    public void Is_another_for_another_stream_or_form_at_the_same_position()
    {
        var other = new FrameRing(16, 1 << 20);
        other.Reset(Start);
        other.Append(Frame.EncodeAll(StreamName.Default, [new StreamEvent(Position(1), 0, new("other"))]));
        Append("a");

        _batch.Load(_ring, Start, FrameFormat.Plain, _time);
        _batch.Load(other, Start, FrameFormat.Plain, _time);
        Assert.Equal("id: k3x9f2ab-1\ndata: other\n\n", Text(_batch.Bytes));

        _batch.Load(other, Start, new(null, FrameShape.Envelope), _time);
        Assert.Contains("\"data\":\"other\"", Text(_batch.Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void Takes_no_more_than_goes_at_once_and_says_so()
    {
        Append([.. Enumerable.Range(0, 200).Select(static _ => new string('x', 1000))]);

        var (position, sent) = (Start, new StringBuilder());
        do
        {
            _batch.Load(_ring, position, FrameFormat.Plain, _time);
            Assert.InRange(_batch.Bytes.Length, 1, 64 * 1024);
            sent.Append(Text(_batch.Bytes));
            position = _batch.Last;
        }
        while (_batch.HasMore);

        Assert.Equal(string.Concat(Frames().Select(static frame => Text(FrameFormat.Plain.Bytes(frame)))), sent.ToString());
    }

    [Fact]
    public void An_event_that_is_larger_goes_alone()
    {
        Append("a", new string('x', 100_000), "b");

        _batch.Load(_ring, Start, FrameFormat.Plain, _time);
        Assert.Equal((Position(1), true), (_batch.Last, _batch.HasMore));

        _batch.Load(_ring, Position(1), FrameFormat.Plain, _time);
        Assert.Equal((Position(2), true), (_batch.Last, _batch.HasMore));
        Assert.True(_batch.Bytes.Length > 100_000);
    }

    [Fact]
    public void Wherever_it_is_cut_what_was_taken_and_what_is_left_make_whole_frames()
    {
        Append("a", "bb", "ccc");
        _batch.Load(_ring, Start, Chunks, _time);
        var all = Text(_batch.Bytes);

        for (var taken = 0; taken < all.Length; taken++)
        {
            var (frame, left) = _batch.Cut(taken);
            var whole = string.Concat(Frames().TakeWhile(other => other.Id.Sequence <= frame.Id.Sequence).Select(static other => Text(Chunks.Bytes(other))));
            Assert.Equal(whole, all[..taken] + Text(left));
            Assert.False(left.IsEmpty);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => _batch.Cut(all.Length));
    }

    private static StreamPosition Position(long sequence) => Start with { Sequence = sequence };

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    private void Append(params string[] data) => Append([.. data.Select(static text => new EventData(text))]);

    private void Append(params EventData[] data)
    {
        var next = _ring.Head.Sequence + 1;
        _ring.Append(Frame.EncodeAll(StreamName.Default, [.. data.Select((one, i) => new StreamEvent(Position(next + i), 0, one))]));
    }

    private IEnumerable<Frame> Frames()
    {
        for (var frame = _ring.After(Start); frame is not null; frame = _ring.After(frame.Id)) yield return frame;
    }
}
