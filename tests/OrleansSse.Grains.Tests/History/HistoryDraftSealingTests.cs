using OrleansSse.Grains.History;

namespace OrleansSse.Grains.Tests.History;

public sealed class HistoryDraftSealingTests
{
    private static readonly HashSet<SegmentInfo> NoneCleared = [];
    private static readonly Retention Retention = new();

    [Theory]
    [InlineData(255, 0, 255)]
    [InlineData(256, 1, 0)]
    [InlineData(257, 1, 1)]
    [InlineData(1000, 3, 232)]
    public void Seals_the_tail_at_256_events(int events, int segments, int tail)
    {
        var commit = Append(HeadRecord.Absent, Events.Many(events));

        Assert.Equal(segments, commit.Segments.Count);
        Assert.Equal(tail, commit.Head.Tail.Events.Length);
        AssertWhole(commit);
    }

    [Theory]
    [InlineData(63, 0, 63)]
    [InlineData(64, 1, 0)]
    [InlineData(130, 2, 2)]
    public void Seals_the_tail_at_64_KiB(int events, int segments, int tail)
    {
        var commit = Append(HeadRecord.Absent, Events.Many(events, bytes: 1024));

        Assert.Equal(segments, commit.Segments.Count);
        Assert.Equal(tail, commit.Head.Tail.Events.Length);
        Assert.All(commit.Segments, segment => Assert.Equal(65_536, segment.Info.Bytes));
        AssertWhole(commit);
    }

    [Fact]
    public void An_event_larger_than_a_segment_ends_its_segment()
    {
        var commit = Append(HeadRecord.Absent, [.. Events.Many(2), .. Events.Many(1, bytes: 100_000), .. Events.Many(1)]);

        var segment = Assert.Single(commit.Segments);
        Assert.Equal((3, 100_016L), (segment.Info.Count, segment.Info.Bytes));
        Assert.Single(commit.Head.Tail.Events);
    }

    [Fact]
    public void Types_count_for_the_bytes_of_a_segment()
    {
        var typed = new EventData(new string('.', 32_704), type: new string('t', 64));

        Assert.Empty(Append(HeadRecord.Absent, [typed]).Segments);
        Assert.Equal(65_536, Append(HeadRecord.Absent, [typed, typed]).Segments.Single().Info.Bytes);
    }

    [Fact]
    public void A_segment_spans_at_most_a_sixteenth_of_the_retained_age()
    {
        var retention = new Retention { MaxAge = TimeSpan.FromSeconds(16) };
        var first = Append(HeadRecord.Absent, Events.Many(1), now: 10_000, retention);
        var second = Append(first.Head, Events.Many(1), now: 11_000, retention);
        var third = Append(second.Head, Events.Many(1), now: 11_001, retention);

        Assert.Empty(second.Segments);
        Assert.Equal(2, third.Segments.Single().Info.Count);
        Assert.Equal(3, Assert.Single(third.Head.Tail.Events).Id.Sequence);
        AssertWhole(third);
    }

    [Fact]
    public void What_was_quiet_for_longer_than_the_age_is_dropped_without_the_new()
    {
        var retention = new Retention { MaxAge = TimeSpan.FromSeconds(16) };
        var first = Append(HeadRecord.Absent, Events.Many(3), now: 10_000, retention);
        var second = Append(first.Head, Events.Many(1), now: 26_001, retention);

        Assert.Empty(second.Segments);
        Assert.Equal((4L, 4L), (second.Head.First, second.Head.Last));
    }

    [Fact]
    public void Appends_to_the_tail_until_it_is_full()
    {
        var first = Append(HeadRecord.Absent, Events.Many(200));
        var second = Append(first.Head, Events.Many(100));

        Assert.Equal((1L, 256), (second.Head.Segments[0].First, second.Head.Segments[0].Count));
        Assert.Equal(44, second.Head.Tail.Events.Length);
        Assert.Equal(300, second.Head.Last);
        Assert.Equal(Enumerable.Range(201, 100).Select(i => (long)i), second.Appended.Select(e => e.Id.Sequence));
        AssertWhole(second);
    }

    [Fact]
    public void A_key_lies_in_the_record_of_its_last_event()
    {
        var draft = new HistoryDraft(HeadRecord.Absent, 0);
        foreach (var (key, count) in new[] { ("a", 256), ("b", 255), ("c", 2), ("d", 1) })
        {
            draft.Remember(new(key, draft.Append(Events.Many(count)), count, 0));
        }

        var commit = draft.Seal(Retention, NoneCleared);

        Assert.Equal(["a"], commit.Segments[0].Record.Keys.Select(key => key.Key));
        Assert.Equal(["b"], commit.Segments[1].Record.Keys.Select(key => key.Key));
        Assert.Equal(["c", "d"], commit.Head.Tail.Keys.Select(key => key.Key));
        Assert.Equal([1, 1], commit.Head.Segments.Select(segment => segment.Keys));
    }

    [Fact]
    public void No_two_segments_have_the_same_name_even_from_the_same_sequence()
    {
        var names = Enumerable.Range(0, 1000).Select(_ => Append(HeadRecord.Absent, Events.Many(256)).Head.Segments[0].Name);

        Assert.Equal(1000, names.Distinct().Count());
        Assert.Matches("^segment-1-[0-9a-f]{16}$", Append(HeadRecord.Absent, Events.Many(256)).Head.Segments[0].Name);
    }

    private static HistoryCommit Append(HeadRecord head, EventData[] events, long now = 0, Retention? retention = null)
    {
        var draft = new HistoryDraft(head, now);
        draft.Append(events);
        return draft.Seal(retention ?? Retention, NoneCleared);
    }

    private static void AssertWhole(HistoryCommit commit)
    {
        Assert.Equal(commit.Segments.Select(segment => segment.Info), commit.Head.Segments.TakeLast(commit.Segments.Count));
        foreach (var (info, record) in commit.Segments)
        {
            Assert.Equal((info.First, info.Last), (record.Events[0].Id.Sequence, record.Events[^1].Id.Sequence));
            Assert.Equal((info.Count, info.LastTime), (record.Events.Length, record.Events[^1].UnixMilliseconds));
        }

        var next = commit.Head.First;
        foreach (var segment in commit.Head.Segments)
        {
            Assert.Equal(next, segment.First);
            next = segment.Last + 1;
        }

        foreach (var streamEvent in commit.Head.Tail.Events) Assert.Equal(next++, streamEvent.Id.Sequence);
        Assert.Equal(commit.Head.Last + 1, next);
    }
}
