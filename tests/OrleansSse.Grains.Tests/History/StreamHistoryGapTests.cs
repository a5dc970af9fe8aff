using Microsoft.Extensions.Time.Testing;
using OrleansSse.Grains.Tests.Storage;

namespace OrleansSse.Grains.Tests.History;

/// <summary>What a start after a position finds, and when it is told of a gap.</summary>
public sealed class StreamHistoryGapTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TestGrainStorage _storage = new();

    [Fact]
    public void After_an_event_that_is_kept_starts_with_the_next() => Turns.Run(async () =>
    {
        var owner = await WithEventsAsync(10);
        var asked = owner.History.Head.Position with { Sequence = 8 };
        var page = await owner.ReadAsync(StreamStart.After(asked));

        Assert.Equal([9, 10], page.Sequences());
        Assert.Equal(asked, page.From);
        Assert.Null(page.Gap);
    });

    [Fact]
    public void After_the_head_there_is_nothing_and_no_gap() => Turns.Run(async () =>
    {
        var owner = await WithEventsAsync(10);
        var page = await owner.ReadAsync(StreamStart.After(owner.History.Head.Position));

        Assert.Equal((owner.History.Head.Position, true), (page.From, page.IsLast));
        Assert.Null(page.Gap);
    });

    [Fact]
    public void After_the_last_event_that_was_dropped_nothing_is_missing() => Turns.Run(async () =>
    {
        var owner = await WithEventsAsync(10, new() { MaxEvents = 4 });
        var page = await owner.ReadAsync(StreamStart.After(owner.History.Head.Position with { Sequence = 6 }));

        Assert.Equal([7, 8, 9, 10], page.Sequences());
        Assert.Null(page.Gap);
    });

    [Fact]
    public void After_what_was_dropped_says_what_is_missing() => Turns.Run(async () =>
    {
        var owner = await WithEventsAsync(10, new() { MaxEvents = 4 });
        var head = owner.History.Head.Position;
        var asked = head with { Sequence = 5 };
        var page = await owner.ReadAsync(StreamStart.After(asked));

        Assert.Equal([7, 8, 9, 10], page.Sequences());
        Assert.Equal(new StreamGap(asked, head with { Sequence = 7 }, head), page.Gap);
    });

    [Fact]
    public void After_the_origin_is_from_the_first_event_on() => Turns.Run(async () =>
    {
        var owner = await WithEventsAsync(3);
        var page = await owner.ReadAsync(StreamStart.After(StreamPosition.Origin));

        Assert.Equal([1, 2, 3], page.Sequences());
        Assert.Null(page.Gap);
    });

    [Fact]
    public void After_the_origin_there_is_a_gap_when_the_first_event_is_gone() => Turns.Run(async () =>
    {
        var owner = await WithEventsAsync(10, new() { MaxEvents = 4 });
        var head = owner.History.Head.Position;
        var page = await owner.ReadAsync(StreamStart.After(StreamPosition.Origin));

        Assert.Equal([7, 8, 9, 10], page.Sequences());
        Assert.Equal(new StreamGap(StreamPosition.Origin, head with { Sequence = 7 }, head), page.Gap);
    });

    [Fact]
    public void After_a_foreign_epoch_is_a_gap_and_then_all_there_is() => Turns.Run(async () =>
    {
        var owner = await WithEventsAsync(3);
        var head = owner.History.Head.Position;
        var asked = new StreamPosition(StreamEpoch.New(), 2);
        var page = await owner.ReadAsync(StreamStart.After(asked));

        Assert.Equal([1, 2, 3], page.Sequences());
        Assert.Equal(new StreamGap(asked, head with { Sequence = 1 }, head), page.Gap);
    });

    [Fact]
    public void After_a_deleted_epoch_is_a_gap_that_says_so() => Turns.Run(async () =>
    {
        var owner = await WithEventsAsync(3);
        var asked = owner.History.Head.Position;
        await owner.DeleteAsync();
        await owner.PublishAsync(Events.Of("a"));
        await owner.DeleteAsync();
        var head = owner.History.Head.Position;

        var page = await owner.ReadAsync(StreamStart.After(asked));
        Assert.Equal(new StreamGap(asked, head with { Sequence = 1 }, head, IsDeletion: true), page.Gap);
        var later = await Owner.OpenAsync(_storage, _time);
        Assert.Equal(page.Gap, (await later.ReadAsync(StreamStart.After(asked))).Gap);
        Assert.False((await owner.ReadAsync(StreamStart.After(new(StreamEpoch.New(), 2)))).Gap!.IsDeletion);
    });

    [Fact]
    public void After_a_deleted_epoch_says_so_also_when_a_segment_of_the_new_one_is_lost() => Turns.Run(async () =>
    {
        var owner = await WithEventsAsync(3);
        var asked = owner.History.Head.Position;
        await owner.DeleteAsync();
        await owner.PublishAsync(Events.Many(300));
        var later = await Owner.OpenAsync(_storage, _time);
        _storage.Lose(Owner.Stream, Assert.Single(later.History.Head.Segments).Name);

        Assert.Equal(
            new StreamGap(asked, owner.History.Head.Position with { Sequence = 257 }, owner.History.Head.Position, IsDeletion: true),
            (await later.ReadAsync(StreamStart.After(asked))).Gap);
    });

    [Fact]
    public void After_the_future_is_a_gap_and_then_live() => Turns.Run(async () =>
    {
        var owner = await WithEventsAsync(3);
        var head = owner.History.Head.Position;
        var asked = head with { Sequence = 99 };
        var page = await owner.ReadAsync(StreamStart.After(asked));

        Assert.Equal((head, true), (page.From, page.IsLast));
        Assert.Equal(new StreamGap(asked, head.Next(), head), page.Gap);
    });

    [Fact]
    public void A_stream_whose_events_are_all_too_old_is_a_gap_to_who_lacks_them() => Turns.Run(async () =>
    {
        var owner = await WithEventsAsync(300);
        _time.Advance(TimeSpan.FromHours(25));
        var head = owner.History.Head.Position;
        var asked = head with { Sequence = 299 };

        var page = await owner.ReadAsync(StreamStart.After(asked));
        Assert.Equal(new StreamGap(asked, head.Next(), head), page.Gap);
        Assert.Empty(page.Events);
        Assert.Null((await owner.ReadAsync(StreamStart.After(head))).Gap);
        Assert.Empty((await owner.ReadAsync(StreamStart.Earliest)).Events);
        Assert.Empty((await owner.ReadAsync(StreamStart.Since(default))).Events);
        Assert.Empty((await owner.ReadAsync(StreamStart.Recent(5))).Events);
    });

    private async Task<Owner> WithEventsAsync(int count, Retention? retention = null)
    {
        var owner = await Owner.OpenAsync(_storage, _time, retention);
        await owner.PublishAsync(Events.Many(count));
        return owner;
    }
}
