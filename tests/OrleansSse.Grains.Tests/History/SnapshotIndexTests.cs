using Microsoft.Extensions.Time.Testing;
using OrleansSse.Grains.Tests.Storage;

namespace OrleansSse.Grains.Tests.History;

public sealed class SnapshotIndexTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TestGrainStorage _storage = new();

    [Fact]
    public void Has_the_last_event_of_each_key_and_ends_at_the_head() => Turns.Run(async () =>
    {
        var owner = await OpenAsync();
        await owner.PublishAsync(Of("a", "1"), Of("b", "2"), new("none"), Of("a", "3"), new("none"));

        var page = await owner.ReadAsync(StreamStart.Snapshot);

        Assert.Equal(["2", "3"], page.Events.Texts());
        Assert.Equal([2L, 4], page.Sequences());
        Assert.Equal((1L, 5L, 5L, true), (page.From.Sequence, page.To.Sequence, page.Head.Sequence, page.IsLast));
        Assert.Null(page.Gap);
    });

    [Fact]
    public void Of_a_stream_without_keys_or_events_it_is_empty_and_begins_at_the_head() => Turns.Run(async () =>
    {
        var owner = await OpenAsync();
        var absent = await owner.ReadAsync(StreamStart.Snapshot);
        await owner.PublishAsync(new EventData("none"));
        var keyless = await owner.ReadAsync(StreamStart.Snapshot);

        Assert.Equal((StreamPosition.Origin, StreamPosition.Origin, true), (absent.From, absent.To, absent.IsLast));
        Assert.Equal((1L, 1L, true), (keyless.From.Sequence, keyless.To.Sequence, keyless.IsLast));
        Assert.Equal(0, SegmentReads());
    });

    [Fact]
    public void An_event_without_data_removes_its_key() => Turns.Run(async () =>
    {
        var owner = await OpenAsync();
        await owner.PublishAsync(Of("a", "1"), Of("b", "2"), Of("a", ""));

        Assert.Equal(["2"], (await owner.ReadAsync(StreamStart.Snapshot)).Events.Texts());
    });

    [Fact]
    public void A_key_that_is_removed_between_two_pages_is_told_of() => Turns.Run(async () =>
    {
        var owner = await OpenAsync();
        await owner.PublishAsync(Of("removed before", "0"), Of("removed before", ""), Of("a", "1"), Of("b", "2"));
        var first = await owner.ReadAsync(StreamStart.Snapshot, maxEvents: 1);
        await owner.PublishAsync(Of("a", ""), Of("c", "3"));

        var next = StreamStart.Snapshot.Next(first);
        var rest = await owner.ReadAsync(next);

        Assert.Equal(["1"], first.Events.Texts());
        Assert.False(first.IsLast);
        Assert.Equal(["2", "", "3"], rest.Events.Texts());
        Assert.True(rest.IsLast);
        Assert.Equal(StreamStart.After(rest.Head), next.Next(rest));
    });

    [Fact]
    public void Pages_are_bounded_and_take_a_key_that_came_again_where_it_is_by_then() => Turns.Run(async () =>
    {
        var owner = await OpenAsync();
        await owner.PublishAsync(Of("a", "1"), Of("b", "2"), Of("c", "3"));
        var first = await owner.ReadAsync(StreamStart.Snapshot, maxEvents: 2);
        await owner.PublishAsync(Of("c", "4"), Of("a", "5"));
        var start = StreamStart.Snapshot.Next(first);
        var second = await owner.ReadAsync(start, maxBytes: 1);
        var third = await owner.ReadAsync(start.Next(second));

        Assert.Equal(["1", "2"], first.Events.Texts());
        Assert.Equal(["4"], second.Events.Texts());
        Assert.Equal(["5"], third.Events.Texts());
    });

    [Fact]
    public void What_has_expired_is_not_in_it_nor_does_what_came_before_return() => Turns.Run(async () =>
    {
        var owner = await OpenAsync();
        await owner.PublishAsync(Of("a", "old"), Of("b", "1"), Of("a", "new") with { Ttl = TimeSpan.FromSeconds(1) });
        Assert.Equal(["1", "new"], (await owner.ReadAsync(StreamStart.Snapshot)).Events.Texts());

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["1"], (await owner.ReadAsync(StreamStart.Snapshot)).Events.Texts());
    });

    [Fact]
    public void What_has_left_history_is_not_in_it_and_no_gap() => Turns.Run(async () =>
    {
        var owner = await OpenAsync();
        await owner.PublishAsync(Of("a", "1"), Of("b", "2"), Of("c", "3"));
        var first = await owner.ReadAsync(StreamStart.Snapshot, maxEvents: 1);
        await owner.SetRetentionAsync(new(MaxEvents: 1));

        var rest = await owner.ReadAsync(StreamStart.Snapshot.Next(first));

        Assert.Equal(["3"], rest.Events.Texts());
        Assert.Null(rest.Gap);
        Assert.Equal(["3"], (await owner.ReadAsync(StreamStart.Snapshot)).Events.Texts());
    });

    [Fact]
    public void What_grew_too_old_returns_when_more_is_kept() => Turns.Run(async () =>
    {
        var owner = await OpenAsync();
        await owner.SetRetentionAsync(new(MaxAge: TimeSpan.FromMinutes(1)));
        await owner.PublishAsync(Of("a", "1"));
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Empty((await owner.ReadAsync(StreamStart.Snapshot)).Events);

        // What was to go with the next event is kept by the change itself.
        await owner.SetRetentionAsync(null);

        var kept = (await owner.ReadAsync(StreamStart.Earliest)).Events.Texts();
        Assert.Equal(kept, (await owner.ReadAsync(StreamStart.Snapshot)).Events.Texts());
    });

    [Fact]
    public void A_deletion_between_two_pages_is_a_gap_and_the_snapshot_begins_anew() => Turns.Run(async () =>
    {
        var owner = await OpenAsync();
        await owner.PublishAsync(Of("a", "1"), Of("b", "2"));
        var first = await owner.ReadAsync(StreamStart.Snapshot, maxEvents: 1);
        await owner.DeleteAsync();
        await owner.PublishAsync(Of("c", "3"), Of("d", ""));

        var rest = await owner.ReadAsync(StreamStart.Snapshot.Next(first));

        Assert.Equal(["3"], rest.Events.Texts());
        Assert.Equal(new(first.To, rest.Head with { Sequence = 1 }, rest.Head, IsDeletion: true), rest.Gap);
        Assert.Equal((rest.Gap!.End, rest.Head), (rest.From, rest.To));
    });

    [Fact]
    public void A_lost_record_is_a_gap_and_no_older_event_of_a_key_is_shown() => Turns.Run(async () =>
    {
        var owner = await OpenAsync(recentEvents: 5);
        await owner.PublishAsync([Of("a", "old"), .. Events.Many(255)]);
        await owner.PublishAsync([Of("a", "new"), .. Events.Many(255)]);
        await owner.PublishAsync(Of("b", "1"));
        _storage.Lose(Owner.Stream, owner.History.Head.Segments[1].Name);

        var page = await owner.ReadAsync(StreamStart.Snapshot);

        Assert.Equal(["1"], page.Events.Texts());
        Assert.Equal((0L, 513L), (page.Gap?.After.Sequence, page.Gap?.FirstKept.Sequence));
        Assert.Equal(page.Gap?.End, page.From);
    });

    [Fact]
    public void All_who_ask_at_once_share_one_reading_of_the_storage() => Turns.Run(async () =>
    {
        var before = await OpenAsync(recentEvents: 5);
        await before.PublishAsync([.. Enumerable.Range(0, 2000).Select(i => Of($"{i % 50}", $"{i}"))]);
        var owner = await OpenAsync(recentEvents: 5);

        var pages = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => owner.ReadAsync(StreamStart.Snapshot)));
        await owner.PublishAsync(Of("0", "last"));
        var last = await owner.ReadAsync(StreamStart.Snapshot);

        Assert.All(pages, page => Assert.Equal(Enumerable.Range(1950, 50).Select(i => $"{i}"), page.Events.Texts()));
        Assert.Equal("last", last.Events[^1].Data.Text);
        Assert.Equal(owner.History.Head.Segments.Length, SegmentReads());
    });

    [Fact]
    public void Is_read_anew_when_the_storage_failed() => Turns.Run(async () =>
    {
        var before = await OpenAsync(recentEvents: 5);
        await before.PublishAsync([.. Enumerable.Range(0, 600).Select(i => Of($"{i % 2}", $"{i}"))]);
        var owner = await OpenAsync(recentEvents: 5);
        _storage.Behave(Owner.Stream, StorageFaults.Once(call => call.Kind == StorageCallKind.Read, StorageFaults.FailBefore));

        await Assert.ThrowsAsync<StreamUnavailableException>(() => owner.ReadAsync(StreamStart.Snapshot));

        Assert.Equal(["598", "599"], (await owner.ReadAsync(StreamStart.Snapshot)).Events.Texts());
    });

    [Fact]
    public void Is_forgotten_when_nobody_has_asked_for_a_while() => Turns.Run(async () =>
    {
        var owner = await OpenAsync(recentEvents: 5);
        await owner.PublishAsync([.. Enumerable.Range(0, 600).Select(i => Of($"{i % 2}", $"{i}"))]);
        await owner.ReadAsync(StreamStart.Snapshot);
        var reads = SegmentReads();
        await owner.PublishAsync(Of("0", "soon after"));
        await owner.ReadAsync(StreamStart.Snapshot);
        Assert.Equal(reads, SegmentReads());

        _time.Advance(TimeSpan.FromMinutes(5));
        await owner.PublishAsync(Of("0", "late"));

        Assert.Equal(["599", "late"], (await owner.ReadAsync(StreamStart.Snapshot)).Events.Texts());
        Assert.Equal(2 * reads, SegmentReads());
    });

    private static EventData Of(string key, string text) => new(text) { Key = key };

    private int SegmentReads() => _storage.Calls(Owner.Stream).Count(call => call.Kind == StorageCallKind.Read && call.Record != "head");

    private Task<Owner> OpenAsync(int recentEvents = 1024) => Owner.OpenAsync(_storage, _time, recentEvents: recentEvents);
}
