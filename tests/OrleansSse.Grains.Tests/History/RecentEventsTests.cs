using OrleansSse.Grains.History;

namespace OrleansSse.Grains.Tests.History;

public sealed class RecentEventsTests
{
    private static readonly StreamEpoch Epoch = StreamEpoch.New();

    [Fact]
    public void Knows_nothing_when_empty() => Assert.False(new RecentEvents(10, 1000).TryRead(0, 1, 1, out _));

    [Fact]
    public void Keeps_the_newest_within_the_count()
    {
        var recent = new RecentEvents(3, 1000);
        recent.Append(Run(1, 5), atLeast: 0);

        Assert.False(recent.TryRead(1, 10, 1000, out _));
        Assert.True(recent.TryRead(2, 10, 1000, out var events));
        Assert.Equal([3L, 4, 5], Sequences(events));
    }

    [Fact]
    public void Keeps_the_newest_within_the_bytes()
    {
        var recent = new RecentEvents(100, 30);
        recent.Append(Run(1, 5, bytes: 10), atLeast: 0);

        Assert.False(recent.TryRead(1, 10, 1000, out _));
        Assert.True(recent.TryRead(2, 10, 1000, out var events));
        Assert.Equal([3L, 4, 5], Sequences(events));
    }

    [Fact]
    public void Keeps_at_least_the_tail_whatever_its_size()
    {
        var recent = new RecentEvents(2, 10);
        recent.Append(Run(1, 5, bytes: 10), atLeast: 4);

        Assert.Equal(2, recent.First);
    }

    [Fact]
    public void Keeps_what_somebody_is_still_to_be_told_of()
    {
        var recent = new RecentEvents(3, 1000);
        recent.KeepAfter(2);
        recent.Append(Run(1, 9), atLeast: 0);
        Assert.Equal(3, recent.First);

        recent.KeepAfter(4);
        Assert.Equal(5, recent.First);

        recent.KeepAfter(long.MaxValue);
        Assert.Equal(7, recent.First);
    }

    [Theory]
    [InlineData(70_000, 8, 70_000 - 65_536 + 1)]
    [InlineData(20, 1 << 20, 20 - 16 + 1)]
    public void Keeps_not_more_of_that_than_there_is_room_for(int count, int bytes, long first)
    {
        var recent = new RecentEvents(3, 1000);
        recent.KeepAfter(0);
        recent.Append(Run(1, count, bytes), atLeast: 0);

        Assert.Equal(first, recent.First);
    }

    [Fact]
    public void Stays_right_over_many_appends()
    {
        var recent = new RecentEvents(50, 1000);
        for (var first = 1; first < 5000; first += 7)
        {
            recent.Append(Run(first, 7), atLeast: 0);
            Assert.True(recent.TryRead(recent.First - 1, int.MaxValue, long.MaxValue, out var events));
            Assert.Equal(Math.Min(50, first + 6), events.Length);
            Assert.Equal(first + 6, events[^1].Id.Sequence);
            Assert.False(recent.TryRead(recent.First - 2, 1, 1, out _));
        }
    }

    [Theory]
    [InlineData(3, 1000, 3)]
    [InlineData(100, 30, 3)]
    [InlineData(100, 29, 2)]
    [InlineData(100, 1, 1)]
    [InlineData(100, 1000, 5)]
    public void A_page_ends_at_its_bounds_but_has_an_event(int maxCount, int maxBytes, int expected)
    {
        var recent = new RecentEvents(100, 1000);
        recent.Append(Run(1, 5, bytes: 10), atLeast: 0);

        Assert.True(recent.TryRead(0, maxCount, maxBytes, out var events));
        Assert.Equal(expected, events.Length);
    }

    [Fact]
    public void Is_empty_after_clearing()
    {
        var recent = new RecentEvents(3, 1000);
        recent.Append(Run(1, 5), atLeast: 0);
        recent.Clear();

        Assert.False(recent.TryRead(4, 1, 1, out _));
        recent.Append(Run(1, 1), atLeast: 0);
        Assert.True(recent.TryRead(0, 1, 1, out _));
    }

    private static StreamEvent[] Run(long first, int count, int bytes = 8) =>
        [.. Events.Many(count, bytes).Select((data, i) => new StreamEvent(new(Epoch, first + i), 0, data))];

    private static long[] Sequences(ReadOnlySpan<StreamEvent> events) => [.. events.ToArray().Select(e => e.Id.Sequence)];
}
