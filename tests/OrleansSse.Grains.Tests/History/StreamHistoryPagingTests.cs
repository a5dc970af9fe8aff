using Microsoft.Extensions.Time.Testing;
using OrleansSse.Grains.Tests.Storage;

namespace OrleansSse.Grains.Tests.History;

public sealed class StreamHistoryPagingTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TestGrainStorage _storage = new();

    [Theory]
    [InlineData(1024, 5)]
    [InlineData(1024, 1024)]
    [InlineData(100, 5)]
    [InlineData(256, 300)]
    [InlineData(7, 100)]
    public void Pages_join_over_segments_and_the_window_in_memory(int maxEvents, int recentEvents) => Turns.Run(async () =>
    {
        var owner = await WithEventsAsync(1000, recentEvents);
        var pages = await owner.ReadAllAsync(StreamStart.Earliest, maxEvents);

        Assert.Equal(Enumerable.Range(1, 1000).Select(i => (long)i), pages.SelectMany(page => page.Sequences()));
        Assert.All(pages, page => Assert.InRange(page.Events.Length, 1, maxEvents));
        Assert.All(pages, page => Assert.Null(page.Gap));
        Assert.All(pages, page => Assert.Equal(owner.History.Head.Position, page.Head));
        Assert.Equal(pages.Skip(1).Select(page => page.From), pages.SkipLast(1).Select(page => page.To));
    });

    [Fact]
    public void A_page_from_storage_ends_with_its_segment() => Turns.Run(async () =>
    {
        var owner = await WithEventsAsync(1000, recentEvents: 5);

        Assert.Equal(256, (await owner.ReadAsync(StreamStart.Earliest)).To.Sequence);
        var rest = await owner.ReadAsync(StreamStart.After(owner.History.Head.Position with { Sequence = 250 }));
        Assert.Equal([251, 252, 253, 254, 255, 256], rest.Sequences());
    });

    [Fact]
    public void A_page_ends_at_its_bytes_but_has_an_event() => Turns.Run(async () =>
    {
        var owner = await WithEventsAsync(1000, recentEvents: 5);

        Assert.Equal(new long[] { 1, 2, 3 }, (await owner.ReadAsync(StreamStart.Earliest, maxBytes: 31)).Sequences());
        Assert.Equal(new long[] { 1 }, (await owner.ReadAsync(StreamStart.Earliest, maxBytes: 1)).Sequences());
    });

    [Fact]
    public void A_page_of_no_events_is_one_of_one_event_so_that_reading_ends() => Turns.Run(async () =>
    {
        var owner = await WithEventsAsync(300, recentEvents: 5);

        Assert.Equal(new long[] { 1 }, (await owner.ReadAsync(StreamStart.Earliest, maxEvents: 0)).Sequences());
        Assert.Equal(new long[] { 300 }, (await owner.ReadAsync(StreamStart.Recent(1), maxEvents: -3)).Sequences());
    });

    [Fact]
    public void Reads_the_window_in_memory_without_the_storage() => Turns.Run(async () =>
    {
        var owner = await WithEventsAsync(1000, recentEvents: 400);
        _storage.Behave(Owner.Stream, StorageFaults.Throw);

        Assert.Equal(400, (await owner.ReadAsync(StreamStart.Recent(400))).Events.Length);
        await Assert.ThrowsAsync<StreamUnavailableException>(() => owner.ReadAsync(StreamStart.Recent(401)));
    });

    [Fact]
    public void A_new_owner_reads_what_the_last_one_stored() => Turns.Run(async () =>
    {
        var before = await WithEventsAsync(1000, recentEvents: 5);
        await before.PublishAsync(new EventData("<b>äöü\r\n</b>", "typed"));
        var after = await Owner.OpenAsync(_storage, _time);

        var expected = (await before.ReadAllAsync(StreamStart.Earliest)).SelectMany(page => page.Events).ToArray();
        var found = (await after.ReadAllAsync(StreamStart.Earliest)).SelectMany(page => page.Events).ToArray();
        Assert.Equal(1001, found.Length);
        Assert.Equal(expected.Select(e => (e.Id, e.UnixMilliseconds, e.Type, e.Data.Text)), found.Select(e => (e.Id, e.UnixMilliseconds, e.Type, e.Data.Text)));
    });

    [Fact]
    public void A_lost_segment_is_a_gap_and_reading_goes_on_after_it() => Turns.Run(async () =>
    {
        var owner = await WithEventsAsync(1000, recentEvents: 5);
        var head = owner.History.Head;
        _storage.Lose(Owner.Stream, head.Segments[1].Name);

        var pages = await owner.ReadAllAsync(StreamStart.Earliest);

        Assert.Equal([1L, 513, 769], pages.Select(page => page.Events[0].Id.Sequence));
        Assert.Equal(new StreamGap(Position(256), Position(513), head.Position), pages[1].Gap);
        Assert.Equal([null, null], new[] { pages[0].Gap, pages[2].Gap });

        StreamPosition Position(long sequence) => new(head.Epoch, sequence);
    });

    [Fact]
    public void Lost_segments_in_a_row_are_one_gap() => Turns.Run(async () =>
    {
        var owner = await WithEventsAsync(1000, recentEvents: 5);
        var head = owner.History.Head;
        foreach (var segment in head.Segments) _storage.Lose(Owner.Stream, segment.Name);

        var asked = head.Position with { Sequence = 100 };
        var page = await owner.ReadAsync(StreamStart.After(asked));

        Assert.Equal(new StreamGap(asked, head.Position with { Sequence = 769 }, head.Position), page.Gap);
        Assert.Equal(232, page.Events.Length);
    });

    private async Task<Owner> WithEventsAsync(int count, int recentEvents)
    {
        var owner = await Owner.OpenAsync(_storage, _time, recentEvents: recentEvents);
        await owner.PublishAsync(Events.Many(count));
        return owner;
    }
}
