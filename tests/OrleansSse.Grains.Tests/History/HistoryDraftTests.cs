using OrleansSse.Grains.History;

namespace OrleansSse.Grains.Tests.History;

public sealed class HistoryDraftTests
{
    private static readonly HashSet<SegmentInfo> NoneCleared = [];
    private static readonly Retention Retention = new();

    [Fact]
    public void The_first_change_of_an_absent_stream_gives_it_an_epoch()
    {
        var draft = new HistoryDraft(HeadRecord.Absent, 0);
        Assert.False(draft.IsChanged);
        Assert.Equal(StreamPosition.Origin, draft.Last);

        Assert.Equal(1, draft.Append(Events.Of("a", "b")));

        Assert.True(draft.IsChanged);
        Assert.False(draft.Last.Epoch.IsOrigin);
        Assert.Equal(2, draft.Last.Sequence);
        var head = draft.Seal(Retention, NoneCleared).Head;
        Assert.Equal(draft.Last, head.Position);
        Assert.All(head.Tail.Events, e => Assert.Equal(head.Epoch, e.Id.Epoch));
    }

    [Fact]
    public void A_retention_alone_gives_a_stream_an_epoch_and_no_events()
    {
        var draft = new HistoryDraft(HeadRecord.Absent, 0);
        draft.SetRetention(new(MaxEvents: 5));
        var head = draft.Seal(Retention, NoneCleared).Head;

        Assert.False(head.Epoch.IsOrigin);
        Assert.Equal((1L, 0L), (head.First, head.Last));
        Assert.Equal(5, head.Retention!.MaxEvents);
    }

    [Fact]
    public void Deleting_what_never_was_changes_nothing()
    {
        var draft = new HistoryDraft(HeadRecord.Absent, 0);
        draft.Delete();

        Assert.False(draft.IsChanged);
    }

    [Fact]
    public void Deleting_begins_a_new_epoch_with_nothing_but_records_to_clear()
    {
        var filled = new HistoryDraft(HeadRecord.Absent, 0);
        filled.SetRetention(new(MaxAge: TimeSpan.FromHours(1)));
        filled.Append(Events.Many(300));
        var head = filled.Seal(Retention, NoneCleared).Head;

        var draft = new HistoryDraft(head, 0);
        draft.Delete();
        var deleted = draft.Seal(Retention, NoneCleared).Head;

        Assert.NotEqual(head.Epoch, deleted.Epoch);
        Assert.Equal((1L, 0L), (deleted.First, deleted.Last));
        Assert.Empty(deleted.Segments);
        Assert.Empty(deleted.Tail.Events);
        Assert.Null(deleted.Retention);
        Assert.Equal(head.Segments, deleted.Discarded);
    }

    [Fact]
    public void The_epochs_that_were_deleted_last_are_remembered()
    {
        var head = HeadRecord.Absent;
        var epochs = new List<StreamEpoch>();
        for (var i = 0; i < 20; i++)
        {
            var draft = new HistoryDraft(head, 0);
            draft.Append(Events.Of("a"));
            epochs.Add(draft.Last.Epoch);
            draft.Delete();
            head = draft.Seal(Retention, NoneCleared).Head;
        }

        Assert.Equal(epochs.TakeLast(16), head.Deleted);
    }

    [Fact]
    public void Deleting_drops_what_the_same_commit_had_collected()
    {
        var draft = new HistoryDraft(HeadRecord.Absent, 0);
        draft.Remember(new("key", draft.Append(Events.Of("before")), 1, 0));
        var before = draft.Last.Epoch;
        draft.Delete();
        draft.Append(Events.Of("after"));

        var commit = draft.Seal(Retention, NoneCleared);

        Assert.Equal(["after"], commit.Appended.Texts());
        Assert.Equal(["after"], commit.Head.Tail.Events.Texts());
        Assert.Empty(commit.Head.Tail.Keys);
        Assert.Equal(1, commit.Head.Last);
        Assert.NotEqual(before, commit.Head.Epoch);
    }

    [Theory]
    [InlineData(5_000, 5_000)]
    [InlineData(3_000, 4_000)]
    public void Time_never_goes_back_in_a_stream(long now, long expected)
    {
        var first = new HistoryDraft(HeadRecord.Absent, 4_000);
        first.Append(Events.Of("a"));
        var second = new HistoryDraft(first.Seal(Retention, NoneCleared).Head, now);
        second.Append(Events.Of("b"));

        Assert.Equal(expected, second.Seal(Retention, NoneCleared).Appended[0].UnixMilliseconds);
    }

    [Fact]
    public void Time_does_not_go_back_either_when_the_last_event_is_sealed()
    {
        var first = new HistoryDraft(HeadRecord.Absent, 4_000);
        first.Append(Events.Many(256));
        var second = new HistoryDraft(first.Seal(Retention, NoneCleared).Head, 3_000);
        second.Append(Events.Of("b"));

        Assert.Equal(4_000, second.Seal(Retention, NoneCleared).Appended[0].UnixMilliseconds);
    }

    [Fact]
    public void The_streams_own_retention_counts_from_the_commit_that_sets_it()
    {
        var draft = new HistoryDraft(HeadRecord.Absent, 0);
        draft.Append(Events.Many(10));
        draft.SetRetention(new(MaxEvents: 4));

        Assert.Equal(7, draft.Seal(Retention, NoneCleared).Head.First);
    }
}
