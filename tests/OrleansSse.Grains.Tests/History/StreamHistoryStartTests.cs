using Microsoft.Extensions.Time.Testing;
using OrleansSse.Grains.Tests.Storage;

namespace OrleansSse.Grains.Tests.History;

public sealed class StreamHistoryStartTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TestGrainStorage _storage = new();

    [Fact]
    public void Latest_starts_at_the_head() => Turns.Run(async () =>
    {
        var owner = await WithEventsAsync(10);
        var page = await owner.ReadAsync(StreamStart.Latest);

        Assert.Equal((owner.History.Head.Position, true), (page.From, page.IsLast));
        Assert.Empty(page.Events);
        Assert.Null(page.Gap);
    });

    [Fact]
    public void Earliest_starts_with_the_first_event_that_is_kept_and_tells_of_no_gap() => Turns.Run(async () =>
    {
        var owner = await WithEventsAsync(10, new() { MaxEvents = 4 });
        var page = await owner.ReadAsync(StreamStart.Earliest);

        Assert.Equal([7, 8, 9, 10], page.Sequences());
        Assert.Equal(6, page.From.Sequence);
        Assert.Null(page.Gap);
    });

    [Theory]
    [InlineData(3, new long[] { 8, 9, 10 })]
    [InlineData(0, new long[0])]
    [InlineData(-5, new long[0])]
    [InlineData(long.MinValue, new long[0])]
    [InlineData(long.MaxValue, new long[] { 5, 6, 7, 8, 9, 10 })]
    public void Recent_starts_so_many_events_back_if_they_are_kept(long count, long[] expected) => Turns.Run(async () =>
    {
        var owner = await WithEventsAsync(10, new() { MaxEvents = 6 });
        var page = await owner.ReadAsync(StreamStart.Recent(count));

        Assert.Equal(expected, page.Sequences());
        Assert.Null(page.Gap);
    });

    [Theory]
    [InlineData(0, 1)]
    [InlineData(100, 1)]
    [InlineData(101, 301)]
    [InlineData(200, 301)]
    [InlineData(300, 601)]
    [InlineData(301, 0)]
    public void Since_starts_with_the_first_event_of_that_time_or_later(int seconds, long expected) => Turns.Run(async () =>
    {
        var owner = await Owner.OpenAsync(_storage, _time, recentEvents: 10);
        var zero = _time.GetUtcNow();
        for (var i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(100));
            await owner.PublishAsync(Events.Many(300));
        }

        var page = await owner.ReadAsync(StreamStart.Since(zero + TimeSpan.FromSeconds(seconds)));

        Assert.Equal(expected, page.Events is [var first, ..] ? first.Id.Sequence : 0);
        Assert.Null(page.Gap);
    });

    [Fact]
    public void A_stream_without_events_starts_at_the_origin_and_lacks_nothing() => Turns.Run(async () =>
    {
        var owner = await Owner.OpenAsync(_storage, _time);
        StreamStart[] starts =
            [StreamStart.Latest, StreamStart.Earliest, StreamStart.Recent(9), StreamStart.Since(default), StreamStart.After(default)];
        foreach (var start in starts)
        {
            var page = await owner.ReadAsync(start);
            Assert.Equal((StreamPosition.Origin, StreamPosition.Origin), (page.From, page.Head));
            Assert.Empty(page.Events);
            Assert.Null(page.Gap);
        }

        var asked = new StreamPosition(StreamEpoch.New(), 5);
        Assert.Equal(asked, (await owner.ReadAsync(StreamStart.After(asked))).Gap!.After);
        Assert.Empty(_storage.Records(Owner.Stream));
    });

    [Fact]
    public void Age_hides_events_before_the_next_commit_drops_them() => Turns.Run(async () =>
    {
        var owner = await Owner.OpenAsync(_storage, _time);
        await owner.PublishAsync(Events.Many(300));
        _time.Advance(TimeSpan.FromHours(1));
        await owner.PublishAsync(Events.Many(1));
        _time.Advance(TimeSpan.FromHours(23.5));

        Assert.Equal(new long[] { 301 }, (await owner.ReadAsync(StreamStart.Earliest)).Sequences());
        Assert.Equal(301, owner.History.First);
    });

    private async Task<Owner> WithEventsAsync(int count, Retention? retention = null)
    {
        var owner = await Owner.OpenAsync(_storage, _time, retention);
        await owner.PublishAsync(Events.Many(count));
        return owner;
    }
}
