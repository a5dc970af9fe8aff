using Microsoft.Extensions.Time.Testing;
using OrleansSse.Grains.Tests.Storage;

namespace OrleansSse.Grains.Tests.History;

public sealed class KeyIndexTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TestGrainStorage _storage = new();

    [Fact]
    public void Keys_are_read_by_the_first_keyed_publish_and_only_from_segments_that_have_any() => Turns.Run(async () =>
    {
        var first = await WriteAsync();
        var owner = await Owner.OpenAsync(_storage, _time);
        await owner.PublishAsync(Events.Of("no key"));
        Assert.Empty(SegmentReads());

        var again = await owner.PublishAsync(Events.Keyed("in segment", "b"));

        Assert.Equal(first with { Outcome = PublishOutcome.Repeated }, again);
        Assert.Equal([owner.History.Head.Segments[1].Name], SegmentReads());
        await owner.PublishAsync(Events.Keyed("in tail", "c"));
        await owner.PublishAsync(Events.Keyed("new", "d"));
        Assert.Single(SegmentReads());
    });

    [Fact]
    public void Keyed_publishes_wait_together_while_keys_are_read() => Turns.Run(async () =>
    {
        await WriteAsync();
        var owner = await Owner.OpenAsync(_storage, _time);
        var release = new TaskCompletionSource();
        _storage.Behave(Owner.Stream, StorageFaults.Where(call => call.Kind == StorageCallKind.Read, StorageFaults.ApplyAfter(release.Task)));
        var keyed = new[] { owner.PublishAsync(Events.Keyed("new", "x")), owner.PublishAsync(Events.Keyed("new", "x")) };
        var unkeyed = await owner.PublishAsync(Events.Of("passes"));
        Assert.Equal(602, unkeyed!.First.Sequence);

        release.SetResult();
        var results = await Task.WhenAll(keyed);
        Assert.Equal([PublishOutcome.Appended, PublishOutcome.Repeated], results.Select(result => result!.Outcome));
        Assert.Single(SegmentReads());
    });

    [Fact]
    public void Keys_that_cannot_be_read_refuse_the_publish_and_are_read_again_by_the_next() => Turns.Run(async () =>
    {
        await WriteAsync();
        var owner = await Owner.OpenAsync(_storage, _time);
        var fail = new TaskCompletionSource();
        _storage.Behave(Owner.Stream, async _ =>
        {
            await fail.Task;
            throw new IOException("The disk is gone.");
        });
        var failing = new[] { owner.PublishAsync(Events.Keyed("in segment", "b")), owner.PublishAsync(Events.Keyed("new", "n")) };
        fail.SetResult();
        foreach (var publish in failing) await Assert.ThrowsAsync<StreamUnavailableException>(() => publish);

        _storage.Behave(Owner.Stream, null);
        Assert.Equal(PublishOutcome.Repeated, (await owner.PublishAsync(Events.Keyed("in segment", "b")))!.Outcome);
        Assert.Empty(owner.CommitFailures);
    });

    [Fact]
    public void A_key_is_known_as_long_as_one_of_its_events_is_kept() => Turns.Run(async () =>
    {
        var owner = await Owner.OpenAsync(_storage, _time, new() { MaxEvents = 3 });
        await owner.PublishAsync(Events.Keyed("key", "a", "b"));
        await owner.PublishAsync(Events.Of("c", "d"));
        Assert.Equal(PublishOutcome.Repeated, (await owner.PublishAsync(Events.Keyed("key", "a", "b")))!.Outcome);

        await owner.PublishAsync(Events.Of("e"));
        var again = await owner.PublishAsync(Events.Keyed("key", "a", "b"));
        Assert.Equal((PublishOutcome.Appended, 6L), (again!.Outcome, again.First.Sequence));
    });

    [Fact]
    public void A_longer_retention_brings_back_neither_events_nor_their_keys_whoever_owns_the_stream() => Turns.Run(async () =>
    {
        var before = await Owner.OpenAsync(_storage, _time, new() { MaxEvents = 100 });
        await before.PublishAsync(Events.Keyed("key", "a"));
        await before.PublishAsync(Events.Many(299));
        await before.SetRetentionAsync(new(MaxEvents: 1000));
        var after = await Owner.OpenAsync(_storage, _time, new() { MaxEvents = 100 });

        Assert.Equal((201L, 201L), (before.History.First, after.History.First));
        Assert.Equal(1, after.History.Head.Segments[0].Keys);
        Assert.Equal(PublishOutcome.Appended, (await after.PublishAsync(Events.Keyed("key", "a")))!.Outcome);
    });

    [Fact]
    public void Keys_read_while_the_stream_is_deleted_are_forgotten() => Turns.Run(async () =>
    {
        await WriteAsync();
        var owner = await Owner.OpenAsync(_storage, _time);
        var release = new TaskCompletionSource();
        _storage.Behave(Owner.Stream, StorageFaults.Once(call => call.Kind == StorageCallKind.Read, StorageFaults.ApplyAfter(release.Task)));
        var publishing = owner.PublishAsync(Events.Keyed("in tail", "c"));
        await owner.DeleteAsync();
        release.SetResult();

        var result = await publishing;
        Assert.Equal((PublishOutcome.Appended, 1L), (result!.Outcome, result.First.Sequence));
    });

    [Fact]
    public void Only_segments_that_are_not_older_than_the_key_are_read() => Turns.Run(async () =>
    {
        var first = await WriteAsync();
        _time.Advance(TimeSpan.FromMinutes(1));
        var owner = await Owner.OpenAsync(_storage, _time);

        await owner.PublishAsync(Events.Keyed("younger", "x") with { KeyAge = TimeSpan.FromSeconds(10) });
        Assert.Empty(SegmentReads());
        var again = await owner.PublishAsync(Events.Keyed("in segment", "b") with { KeyAge = TimeSpan.FromMinutes(1) });

        Assert.Equal(first with { Outcome = PublishOutcome.Repeated }, again);
        Assert.Equal([owner.History.Head.Segments[1].Name], SegmentReads());
    });

    [Fact]
    public void A_retry_whose_first_attempt_history_no_longer_reaches_back_to_is_unknown_and_appends_nothing() => Turns.Run(async () =>
    {
        var owner = await Owner.OpenAsync(_storage, _time, new() { MaxEvents = 2 });
        await owner.PublishAsync(Events.Keyed("key", "a") with { KeyAge = TimeSpan.Zero });
        await owner.PublishAsync(Events.Of("b", "c"));
        var retry = Events.Keyed("key", "a") with { KeyAge = TimeSpan.FromSeconds(3) };

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => owner.PublishAsync(retry));
        Assert.Equal(3, owner.History.Head.Last);

        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(PublishOutcome.Appended, (await owner.PublishAsync(retry)).Outcome);
    });

    // 601 events in two segments and a tail; one key in the second segment, one in the tail.
    private async Task<PublishResult> WriteAsync()
    {
        var owner = await Owner.OpenAsync(_storage, _time);
        await owner.PublishAsync(Events.Many(300));
        var first = await owner.PublishAsync(Events.Keyed("in segment", "b"));
        await owner.PublishAsync(Events.Many(299));
        await owner.PublishAsync(Events.Keyed("in tail", "c"));
        return first!;
    }

    private string[] SegmentReads() =>
        [.. _storage.Calls(Owner.Stream).Where(call => call.Kind == StorageCallKind.Read && call.Record != "head").Select(call => call.Record)];
}
