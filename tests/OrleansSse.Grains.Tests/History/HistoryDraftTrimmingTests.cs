using OrleansSse.Grains.History;

namespace OrleansSse.Grains.Tests.History;

public sealed class HistoryDraftTrimmingTests
{
    private static readonly HashSet<SegmentInfo> NoneCleared = [];

    [Fact]
    public void Keeps_exactly_the_counted_events_of_a_tail()
    {
        var head = Append(HeadRecord.Absent, 20, new() { MaxEvents = 7 }).Head;

        Assert.Equal((14L, 20L), (head.First, head.Last));
        Assert.Equal(14, head.Tail.Events[0].Id.Sequence);
    }

    [Fact]
    public void Drops_a_segment_when_none_of_its_events_count_any_more()
    {
        var retention = new Retention { MaxEvents = 300 };
        var full = Append(HeadRecord.Absent, 555, retention).Head;
        var over = Append(full, 1, retention).Head;

        Assert.Equal((256L, 2), (full.First, full.Segments.Length));
        Assert.Equal((257L, 1), (over.First, over.Segments.Length));
        Assert.Equal(full.Segments[..1], over.Discarded);
    }

    [Fact]
    public void Drops_whole_segments_over_the_bytes_and_then_single_events()
    {
        var retention = new Retention { MaxBytes = 150_000 };
        var head = Append(HeadRecord.Absent, 64 * 2, retention, bytes: 1024).Head;
        Assert.Equal(2, head.Segments.Length);

        head = Append(head, 19, retention, bytes: 1024).Head;
        Assert.Equal((65L, 1), (head.First, head.Segments.Length));

        head = Append(head, 10, new() { MaxBytes = 10_240 }, bytes: 1024).Head;
        Assert.Equal((148L, 157L, 0), (head.First, head.Last, head.Segments.Length));
    }

    [Fact]
    public void Keeps_the_newest_event_even_if_it_alone_is_over_the_bytes()
    {
        var retention = new Retention { MaxBytes = 1000 };
        var loose = Append(HeadRecord.Absent, 3, retention, bytes: 2000).Head;
        var isSegment = Append(loose, 1, retention, bytes: 70_000).Head;
        var after = Append(isSegment, 1, retention, bytes: 900).Head;

        Assert.Equal((3L, 3L), (loose.First, loose.Last));
        Assert.Equal((3L, 4L), (isSegment.Segments.Single().First, isSegment.Segments.Single().Last));
        Assert.Equal((5L, 5L), (after.First, after.Last));
    }

    [Fact]
    public void Drops_what_is_older_than_the_age()
    {
        var retention = new Retention { MaxAge = TimeSpan.FromSeconds(160) };
        var head = Append(HeadRecord.Absent, 256, retention, now: 0).Head;
        head = Append(head, 2, retention, now: 100_000).Head;
        head = Append(head, 1, retention, now: 105_000).Head;
        head = Append(head, 1, retention, now: 160_000).Head;
        Assert.Equal((1L, 2), (head.First, head.Segments.Length));

        head = Append(head, 1, retention, now: 160_001).Head;
        Assert.Equal((257L, 1), (head.First, head.Segments.Length));

        // A segment goes when its last event is too old.
        head = Append(head, 1, retention, now: 265_000).Head;
        Assert.Equal(257, head.First);
        head = Append(head, 1, retention, now: 265_001).Head;
        Assert.Equal((260L, 263L), (head.First, head.Last));
    }

    [Fact]
    public void Drops_single_events_of_the_tail_that_are_too_old()
    {
        var retention = new Retention { MaxAge = TimeSpan.FromSeconds(160) };
        var head = Append(HeadRecord.Absent, 1, retention, now: 0).Head;
        head = Append(head, 1, retention, now: 5_000).Head;
        var draft = new HistoryDraft(head, 164_000);
        draft.SetRetention(null);

        Assert.Equal((2L, 2L), (draft.Seal(retention, NoneCleared).Head.First, head.Last));
    }

    [Fact]
    public void Has_at_most_256_segments()
    {
        var retention = new Retention { MaxBytes = 64 << 20 };
        var head = Append(HeadRecord.Absent, 250, retention, bytes: 65_536).Head;
        var commit = Append(head, 10, retention, bytes: 65_536);

        Assert.Equal((256, 5L), (commit.Head.Segments.Length, commit.Head.First));
        Assert.Equal(head.Segments[..4], commit.Head.Discarded);
    }

    [Fact]
    public void Does_not_write_segments_that_leave_history_at_once()
    {
        var commit = Append(HeadRecord.Absent, 1000, new() { MaxEvents = 300 });

        Assert.Equal([513L], commit.Segments.Select(segment => segment.Info.First));
        Assert.Equal(commit.Segments.Select(segment => segment.Info), commit.Head.Segments);
        Assert.Empty(commit.Head.Discarded);
        Assert.Equal(701, commit.Head.First);
        Assert.Equal(1000, commit.Appended.Length);
    }

    [Fact]
    public void A_longer_retention_does_not_bring_back_what_has_left()
    {
        var head = Append(HeadRecord.Absent, 300, new() { MaxEvents = 100 }).Head;
        Assert.Equal((201L, 1L), (head.First, head.Segments.Single().First));

        var draft = new HistoryDraft(head, 0);
        draft.SetRetention(new(MaxEvents: 1000));

        Assert.Equal(201, draft.Seal(new(), NoneCleared).Head.First);
    }

    [Fact]
    public void The_keys_of_dropped_events_go_with_them()
    {
        var draft = new HistoryDraft(HeadRecord.Absent, 0);
        foreach (var key in new[] { "a", "b", "c" }) draft.Remember(new(key, draft.Append(Events.Many(2)), 2, 0));

        // Of b one event is left, so its key is.
        Assert.Equal(["b", "c"], draft.Seal(new() { MaxEvents = 3 }, NoneCleared).Head.Tail.Keys.Select(key => key.Key));
    }

    [Fact]
    public void Names_discarded_segments_until_they_are_cleared_but_at_most_1024()
    {
        var retention = new Retention { MaxEvents = 1 };
        var segments = Enumerable.Range(0, 1100).Select(i => new SegmentInfo(1 + i * 256, 256, 1, 0, 0, (ulong)i)).ToArray();
        var head = new HeadRecord { Epoch = StreamEpoch.New(), Last = 1100 * 256, Segments = segments[1090..], Discarded = segments[..1090] };

        var all = Append(head, 1, retention).Head;
        Assert.Equal(segments[^1024..], all.Discarded);

        var cleared = Append(head, 1, retention, cleared: [.. segments[..1050]]).Head;
        Assert.Equal(segments[1050..], cleared.Discarded);
    }

    private static HistoryCommit Append(
        HeadRecord head, int count, Retention retention, int bytes = 8, long now = 0, HashSet<SegmentInfo>? cleared = null)
    {
        var draft = new HistoryDraft(head, now);
        draft.Append(Events.Many(count, bytes));
        return draft.Seal(retention, cleared ?? NoneCleared);
    }
}
