using Microsoft.Extensions.Time.Testing;
using OrleansSse.Grains.Tests.Storage;

namespace OrleansSse.Grains.Tests.History;

/// <summary>What a read finds when commits happen while it waits for the storage.</summary>
public sealed class StreamHistoryInterleavingTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TestGrainStorage _storage = new();
    private readonly TaskCompletionSource _release = new();

    [Fact]
    public void Events_committed_meanwhile_are_in_the_pages_head() => Turns.Run(async () =>
    {
        var owner = await WithSlowSegmentReadsAsync();
        var reading = owner.ReadAsync(StreamStart.Earliest);
        await owner.PublishAsync(Events.Of("new"));
        _release.SetResult();
        var page = await reading;

        Assert.Equal(256, page.Events.Length);
        Assert.Equal(owner.History.Head.Position, page.Head);
        Assert.Null(page.Gap);
    });

    [Fact]
    public void A_segment_that_is_dropped_meanwhile_is_a_gap() => Turns.Run(async () =>
    {
        var owner = await WithSlowSegmentReadsAsync();
        var reading = owner.ReadAsync(StreamStart.After(owner.History.Head.Position with { Sequence = 100 }));
        await owner.SetRetentionAsync(new(MaxEvents: 150));
        _release.SetResult();
        var page = await reading;

        var head = owner.History.Head.Position;
        Assert.Equal(new StreamGap(head with { Sequence = 100 }, head with { Sequence = 851 }, head), page.Gap);
        Assert.Equal((851, 1000), (page.Events[0].Id.Sequence, page.To.Sequence));
    });

    [Fact]
    public void A_stream_that_is_deleted_meanwhile_is_a_gap_into_the_new_epoch() => Turns.Run(async () =>
    {
        var owner = await WithSlowSegmentReadsAsync();
        var before = owner.History.Head.Position;
        var reading = owner.ReadAsync(StreamStart.After(before with { Sequence = 100 }));
        await owner.DeleteAsync();
        await owner.PublishAsync(Events.Of("anew"));
        _release.SetResult();
        var page = await reading;

        var head = owner.History.Head.Position;
        Assert.NotEqual(before.Epoch, head.Epoch);
        Assert.Equal(new StreamGap(before with { Sequence = 100 }, head with { Sequence = 1 }, head, IsDeletion: true), page.Gap);
        Assert.Equal(["anew"], page.Events.Texts());
        Assert.True(page.IsLast);
    });

    [Fact]
    public void A_start_by_time_in_a_stream_that_is_deleted_meanwhile_misses_nothing_of_the_new_epoch() => Turns.Run(async () =>
    {
        var owner = await WithSlowSegmentReadsAsync();
        var reading = owner.ReadAsync(StreamStart.Since(_time.GetUtcNow()));
        await owner.DeleteAsync();
        await owner.PublishAsync(Events.Of("anew"));
        _release.SetResult();
        var page = await reading;

        Assert.Equal(["anew"], page.Events.Texts());
        Assert.True(page.IsLast);
    });

    [Fact]
    public void A_start_by_time_in_a_segment_that_is_dropped_meanwhile_starts_with_what_is_kept() => Turns.Run(async () =>
    {
        var owner = await WithSlowSegmentReadsAsync();
        var reading = owner.ReadAsync(StreamStart.Since(_time.GetUtcNow()));
        await owner.SetRetentionAsync(new(MaxEvents: 150));
        _release.SetResult();
        var page = await reading;

        Assert.Equal((851, 1000), (page.Events[0].Id.Sequence, page.To.Sequence));
        Assert.Null(page.Gap);
    });

    // 300 events, and a minute later 700, of which the last 5 are in memory; the first read of a segment waits, and then
    // finds what is there by then.
    private async Task<Owner> WithSlowSegmentReadsAsync()
    {
        var owner = await Owner.OpenAsync(_storage, _time, recentEvents: 5);
        await owner.PublishAsync(Events.Many(300));
        _time.Advance(TimeSpan.FromMinutes(1));
        await owner.PublishAsync(Events.Many(700));
        var slow = StorageFaults.ApplyAfter(_release.Task);
        var reads = 0;
        _storage.Behave(Owner.Stream, StorageFaults.Where(call => call.Kind == StorageCallKind.Read && reads++ == 0, slow));
        return owner;
    }
}
