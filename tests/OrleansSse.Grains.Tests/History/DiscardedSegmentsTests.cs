using Microsoft.Extensions.Time.Testing;
using OrleansSse.Grains.Tests.Storage;

namespace OrleansSse.Grains.Tests.History;

public sealed class DiscardedSegmentsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TestGrainStorage _storage = new();

    [Fact]
    public void Segments_that_left_history_are_cleared_and_then_forgotten() => Turns.Run(async () =>
    {
        var owner = await Owner.OpenAsync(_storage, _time, new() { MaxEvents = 300 });
        await owner.PublishAsync(Events.Many(600));
        await owner.PublishAsync(Events.Many(600));
        await Turns.SettleAsync();
        AssertNoMoreThanNamed();

        Assert.NotEmpty(_storage.Head(Owner.Stream)!.Discarded);
        await owner.PublishAsync(Events.Many(1));
        Assert.Empty(_storage.Head(Owner.Stream)!.Discarded);
    });

    [Fact]
    public void A_segment_is_cleared_only_when_the_head_no_longer_names_it() => Turns.Run(async () =>
    {
        var owner = await Owner.OpenAsync(_storage, _time);
        await owner.PublishAsync(Events.Many(600));
        var release = new TaskCompletionSource();
        _storage.Behave(Owner.Stream, StorageFaults.Where(call => call.IsHeadWrite, StorageFaults.ApplyAfter(release.Task)));
        var deleting = owner.DeleteAsync();
        await Turns.SettleAsync();
        Assert.DoesNotContain(_storage.Calls(Owner.Stream), call => call.Kind == StorageCallKind.Clear);

        release.SetResult();
        await deleting;
        await Turns.SettleAsync();
        Assert.Equal(["head"], _storage.Records(Owner.Stream));
    });

    [Fact]
    public void Deleting_and_filling_again_loses_nothing_of_the_new_epoch() => Turns.Run(async () =>
    {
        var owner = await Owner.OpenAsync(_storage, _time, recentEvents: 5);
        var release = new TaskCompletionSource();
        _storage.Behave(Owner.Stream, StorageFaults.Where(call => call.Kind == StorageCallKind.Clear, StorageFaults.ApplyAfter(release.Task)));
        await owner.PublishAsync(Events.Many(256));
        await owner.DeleteAsync();
        await owner.PublishAsync(Events.Many(300));
        release.SetResult();
        await Turns.SettleAsync();

        var pages = await owner.ReadAllAsync(StreamStart.Earliest);
        Assert.Equal(300, pages.Sum(page => page.Events.Length));
        Assert.All(pages, page => Assert.Null(page.Gap));
        AssertNoMoreThanNamed();
    });

    [Fact]
    public void The_head_is_never_cleared() => Turns.Run(async () =>
    {
        var owner = await Owner.OpenAsync(_storage, _time);
        await owner.PublishAsync(Events.Many(600));
        await owner.DeleteAsync();
        await Turns.SettleAsync();

        Assert.DoesNotContain(_storage.Calls(Owner.Stream), call => call.Kind == StorageCallKind.Clear && call.Record == "head");
        Assert.False(_storage.Head(Owner.Stream)!.Epoch.IsOrigin);
    });

    [Fact]
    public void Clearing_is_one_at_a_time_however_many_commits_go_on() => Turns.Run(async () =>
    {
        var owner = await Owner.OpenAsync(_storage, _time, new() { MaxEvents = 300 });
        var release = new TaskCompletionSource();
        _storage.Behave(Owner.Stream, StorageFaults.Where(call => call.Kind == StorageCallKind.Clear, StorageFaults.ApplyAfter(release.Task)));
        for (var i = 0; i < 20; i++) await owner.PublishAsync(Events.Many(100));
        Assert.Single(_storage.Calls(Owner.Stream), call => call.Kind == StorageCallKind.Clear);

        release.SetResult();
        await Turns.SettleAsync();
        AssertNoMoreThanNamed();
        Assert.Empty(owner.ClearFailures);
    });

    [Fact]
    public void A_failure_to_clear_fails_no_publish_and_is_tried_again_when_more_leaves_history() => Turns.Run(async () =>
    {
        var owner = await Owner.OpenAsync(_storage, _time, new() { MaxEvents = 300 });
        _storage.Behave(Owner.Stream, StorageFaults.Where(call => call.Kind == StorageCallKind.Clear, StorageFaults.FailBefore));
        await owner.PublishAsync(Events.Many(600));
        await owner.PublishAsync(Events.Many(300));
        for (var i = 0; i < 50; i++) await owner.PublishAsync(Events.Many(1));
        Assert.Equal(owner.History.Head.Discarded.Length, owner.ClearFailures.Count);

        _storage.Behave(Owner.Stream, null);
        await owner.PublishAsync(Events.Many(300));
        await Turns.SettleAsync();
        AssertNoMoreThanNamed();
        Assert.Empty(owner.CommitFailures);
    });

    [Fact]
    public void A_record_that_cannot_be_cleared_does_not_keep_the_others() => Turns.Run(async () =>
    {
        var owner = await Owner.OpenAsync(_storage, _time);
        await owner.PublishAsync(Events.Many(1000));
        var bad = owner.History.Head.Segments[0].Name;
        _storage.Behave(Owner.Stream, StorageFaults.Where(call => call.Record == bad, StorageFaults.FailBefore));
        await owner.DeleteAsync();
        await Turns.SettleAsync();

        Assert.Equal(["head", bad], _storage.Records(Owner.Stream));
        await owner.PublishAsync(Events.Of("a"));
        Assert.Equal([bad], _storage.Head(Owner.Stream)!.Discarded.Select(segment => segment.Name));
    });

    [Fact]
    public void What_one_owner_left_the_next_clears_when_it_opens() => Turns.Run(async () =>
    {
        var owner = await Owner.OpenAsync(_storage, _time);
        _storage.Behave(Owner.Stream, StorageFaults.Where(call => call.Kind == StorageCallKind.Clear, StorageFaults.Hang));
        await owner.PublishAsync(Events.Many(600));
        await owner.DeleteAsync();
        Assert.Equal(3, _storage.Records(Owner.Stream).Length);

        _storage.Behave(Owner.Stream, null);
        await Owner.OpenAsync(_storage, _time);
        await Turns.SettleAsync();
        Assert.Equal(["head"], _storage.Records(Owner.Stream));
    });

    [Fact]
    public void A_clearing_that_fails_after_it_took_effect_is_done_with() => Turns.Run(async () =>
    {
        var owner = await Owner.OpenAsync(_storage, _time);
        await owner.PublishAsync(Events.Many(600));
        _storage.Behave(Owner.Stream, StorageFaults.Where(call => call.Kind == StorageCallKind.Clear, StorageFaults.ApplyAndFail));
        await owner.DeleteAsync();
        await Turns.SettleAsync();
        Assert.Equal(2, owner.ClearFailures.Count);

        _storage.Behave(Owner.Stream, null);
        var next = await Owner.OpenAsync(_storage, _time);
        await Turns.SettleAsync();
        await next.PublishAsync(Events.Of("a"));
        Assert.Equal(["head"], _storage.Records(Owner.Stream));
        Assert.Empty(_storage.Head(Owner.Stream)!.Discarded);
    });

    [Fact]
    public void Only_so_many_are_remembered_however_often_the_stream_is_deleted() => Turns.Run(async () =>
    {
        var owner = await Owner.OpenAsync(_storage, _time, new() { MaxEvents = 65_536 });
        _storage.Behave(Owner.Stream, StorageFaults.Where(call => call.Kind == StorageCallKind.Clear, StorageFaults.FailBefore));
        for (var i = 0; i < 5; i++)
        {
            await owner.PublishAsync(Events.Many(60_000));
            await owner.DeleteAsync();
            await Turns.SettleAsync();
        }

        Assert.Equal(1024, _storage.Head(Owner.Stream)!.Discarded.Length);
    });

    private void AssertNoMoreThanNamed() =>
        Assert.Equal(
            _storage.Head(Owner.Stream)!.Segments.Select(segment => segment.Name).Append("head").Order(StringComparer.Ordinal),
            _storage.Records(Owner.Stream));
}
