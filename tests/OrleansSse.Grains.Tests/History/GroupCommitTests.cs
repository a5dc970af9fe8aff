using Microsoft.Extensions.Time.Testing;
using OrleansSse.Grains.Tests.Storage;

namespace OrleansSse.Grains.Tests.History;

public sealed class GroupCommitTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TestGrainStorage _storage = new();
    private readonly TaskCompletionSource _release = new();

    [Fact]
    public void Changes_that_arrive_during_a_commit_share_the_next() => Turns.Run(async () =>
    {
        var owner = await Owner.OpenAsync(_storage, _time);
        _storage.Behave(Owner.Stream, StorageFaults.ApplyAfter(_release.Task));
        var first = owner.PublishAsync(Events.Of("a"));
        var others = new[] { owner.PublishAsync(Events.Of("b")), owner.PublishAsync(Events.Of("c", "d")), owner.PublishAsync(Events.Of("e")) };
        await Turns.SettleAsync();
        Assert.Single(_storage.Calls(Owner.Stream), call => call.IsHeadWrite);
        Assert.False(first.IsCompleted);

        _release.SetResult();
        var results = await Task.WhenAll([first, .. others]);

        Assert.Equal([(1, 1), (2, 2), (3, 4), (5, 5)], results.Select(result => (result!.First.Sequence, result.Last.Sequence)));
        Assert.All(results, result => Assert.Equal(PublishOutcome.Appended, result!.Outcome));
        Assert.Equal([1, 4], owner.Commits.Select(commit => commit.Appended.Length));
        var page = await owner.ReadAsync(StreamStart.Earliest);
        Assert.Equal(["a", "b", "c", "d", "e"], page.Events.Texts());
    });

    [Fact]
    public void Nothing_is_shown_or_acknowledged_before_it_is_stored() => Turns.Run(async () =>
    {
        var owner = await Owner.OpenAsync(_storage, _time);
        _storage.Behave(Owner.Stream, StorageFaults.ApplyAfter(_release.Task));
        var publishing = owner.PublishAsync(Events.Many(300));
        await Turns.SettleAsync();

        Assert.False(publishing.IsCompleted);
        Assert.Equal(StreamPosition.Origin, owner.History.Head.Position);
        Assert.Empty((await owner.ReadAsync(StreamStart.Earliest)).Events);

        _release.SetResult();
        await publishing;
        Assert.Equal(300, owner.History.Head.Last);
    });

    [Fact]
    public void Segments_are_stored_before_the_head_that_names_them() => Turns.Run(async () =>
    {
        var owner = await Owner.OpenAsync(_storage, _time);
        _storage.Behave(Owner.Stream, StorageFaults.Where(call => call.IsSegmentWrite, StorageFaults.ApplyAfter(_release.Task)));
        var publishing = owner.PublishAsync(Events.Many(600));
        await Turns.SettleAsync();
        Assert.Equal(2, _storage.Calls(Owner.Stream).Count(call => call.IsSegmentWrite));
        Assert.DoesNotContain(_storage.Calls(Owner.Stream), call => call.IsHeadWrite);

        _release.SetResult();
        await publishing;
        Assert.Equal(2, _storage.Head(Owner.Stream)!.Segments.Length);
    });

    [Fact]
    public void A_publish_that_changes_nothing_writes_nothing() => Turns.Run(async () =>
    {
        var owner = await Owner.OpenAsync(_storage, _time);
        await owner.PublishAsync(Events.Keyed("key", "a"));
        var calls = _storage.Calls(Owner.Stream).Length;

        await owner.PublishAsync(Events.Keyed("key", "a"));
        await owner.PublishAsync(Events.Publish("b") with { ExpectedLast = StreamPosition.Origin });

        Assert.Equal(calls, _storage.Calls(Owner.Stream).Length);
    });

    [Fact]
    public void A_key_used_twice_in_one_commit_appends_once() => Turns.Run(async () =>
    {
        var owner = await Owner.OpenAsync(_storage, _time);
        _storage.Behave(Owner.Stream, StorageFaults.ApplyAfter(_release.Task));
        var busy = owner.PublishAsync(Events.Of("busy"));
        var first = owner.PublishAsync(Events.Keyed("key", "a", "b"));
        var again = owner.PublishAsync(Events.Keyed("key", "a", "b"));
        var other = owner.PublishAsync(Events.Keyed("key", "a", "c"));
        _release.SetResult();
        await busy;
        var (appended, repeated) = (await first, await again);

        Assert.Equal((PublishOutcome.Appended, 2L, 3L), (appended!.Outcome, appended.First.Sequence, appended.Last.Sequence));
        Assert.Equal(appended with { Outcome = PublishOutcome.Repeated }, repeated);
        Assert.Equal(ErrorCodes.IdempotencyKeyReused, (await Assert.ThrowsAsync<PublishRefusedException>(() => other)).Code);
        Assert.Equal(3, owner.History.Head.Last);
    });

    [Fact]
    public void A_key_used_in_a_later_commit_returns_the_first_ids() => Turns.Run(async () =>
    {
        var owner = await Owner.OpenAsync(_storage, _time);
        var first = await owner.PublishAsync(Events.Keyed("key", "a", "b"));
        await owner.PublishAsync(Events.Many(400));
        var again = await owner.PublishAsync(Events.Keyed("key", "a", "b"));

        Assert.Equal(first! with { Outcome = PublishOutcome.Repeated }, again);
        await Assert.ThrowsAsync<PublishRefusedException>(() => owner.PublishAsync(Events.Keyed("key", "ab")));
        await Assert.ThrowsAsync<PublishRefusedException>(() => owner.PublishAsync(Events.Keyed("key", "a")));
        Assert.Equal(402, owner.History.Head.Last);
    });

    [Fact]
    public void Appends_only_if_the_last_event_is_the_expected_one() => Turns.Run(async () =>
    {
        var owner = await Owner.OpenAsync(_storage, _time);
        var first = await owner.PublishAsync(Events.Publish("a") with { ExpectedLast = StreamPosition.Origin });
        var second = await owner.PublishAsync(Events.Publish("b") with { ExpectedLast = first!.Last });
        var third = await owner.PublishAsync(Events.Publish("c") with { ExpectedLast = first.Last });
        var fourth = await owner.PublishAsync(Events.Publish("d") with { ExpectedLast = StreamPosition.Origin });

        Assert.Equal([PublishOutcome.Appended, PublishOutcome.Appended], new[] { first.Outcome, second!.Outcome });
        Assert.Equal(new PublishResult(PublishOutcome.UnexpectedLast, second.Last, second.Last), third);
        Assert.Equal(third, fourth);
        Assert.Equal(0, third!.Count);
        Assert.Equal(2, owner.History.Head.Last);
    });

    [Fact]
    public void Of_publishes_in_one_commit_only_the_first_finds_the_expected_last() => Turns.Run(async () =>
    {
        var owner = await Owner.OpenAsync(_storage, _time);
        var start = (await owner.PublishAsync(Events.Of("a")))!.Last;
        _storage.Behave(Owner.Stream, StorageFaults.ApplyAfter(_release.Task));
        var busy = owner.PublishAsync(Events.Publish("b") with { ExpectedLast = start });
        var loser = owner.PublishAsync(Events.Publish("c") with { ExpectedLast = start });
        var next = owner.PublishAsync(Events.Publish("d") with { ExpectedLast = start with { Sequence = 2 } });
        _release.SetResult();

        Assert.Equal(PublishOutcome.Appended, (await busy)!.Outcome);
        Assert.Equal(PublishOutcome.UnexpectedLast, (await loser)!.Outcome);
        Assert.Equal(3, (await next)!.Last.Sequence);
    });

    [Fact]
    public void Before_the_first_event_is_the_same_place_after_a_deletion() => Turns.Run(async () =>
    {
        var owner = await Owner.OpenAsync(_storage, _time);
        await owner.PublishAsync(Events.Of("a"));
        await owner.DeleteAsync();

        var result = await owner.PublishAsync(Events.Publish("b") with { ExpectedLast = StreamPosition.Origin });
        Assert.Equal(PublishOutcome.Appended, result!.Outcome);
    });

    [Fact]
    public void Deleting_begins_a_new_epoch_in_which_keys_are_new() => Turns.Run(async () =>
    {
        var owner = await Owner.OpenAsync(_storage, _time);
        var before = await owner.PublishAsync(Events.Keyed("key", "a"));
        await owner.DeleteAsync();
        var after = await owner.PublishAsync(Events.Keyed("key", "a"));

        Assert.Equal((PublishOutcome.Appended, 1L), (after!.Outcome, after.First.Sequence));
        Assert.NotEqual(before!.First.Epoch, after.First.Epoch);
    });
}
