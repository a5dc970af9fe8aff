using Microsoft.Extensions.Time.Testing;
using OrleansSse.Grains.Tests.Storage;

namespace OrleansSse.Grains.Tests.History;

/// <summary>
/// Two owners of one stream at once, one of them frozen. Each case runs on a storage that refuses every stale ETag, and
/// on one that accepts it where the record is missing.
/// </summary>
public sealed class TwoOwnersTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TestGrainStorage _storage = new();
    private readonly TaskCompletionSource _thaw = new();
    private readonly Ledger _ledger = new();

    [Theory, InlineData(false), InlineData(true)]
    public void A_write_that_thaws_after_another_owner_went_on_changes_nothing(bool acceptsStale) => Run(acceptsStale, async () =>
    {
        await PublishAsync(await OpenAsync(), "a");
        var frozen = await OpenFrozenAsync(call => call.IsHeadWrite);
        var lost = frozen.PublishAsync(Events.Keyed("key", "b"));
        var owner = await OpenAsync();
        await PublishAsync(owner, "c");
        await PublishAsync(owner, "d");
        _thaw.SetResult();

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => lost);
        await AssertStreamAsync("a", "c", "d");
        _ledger.Saw(await frozen.ReadAsync(StreamStart.Earliest));
        await Assert.ThrowsAsync<StreamUnavailableException>(() => frozen.PublishAsync(Events.Of("e")));
        Assert.Equal(4, (await PublishAsync(owner, Events.Keyed("key", "b"))).First.Sequence);
        await AssertStreamAsync("a", "c", "d", "b");
    });

    [Theory, InlineData(false), InlineData(true)]
    public void A_write_that_lands_after_the_timeout_defeats_the_next_owner_and_stays(bool acceptsStale) => Run(acceptsStale, async () =>
    {
        await PublishAsync(await OpenAsync(), "a");
        var frozen = await OpenFrozenAsync(call => call.IsHeadWrite);
        var late = frozen.PublishAsync(Events.Keyed("key", "b"));
        _time.Advance(Owner.StorageTimeout);
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => late);
        var second = await OpenAsync();
        _thaw.SetResult();
        await Turns.SettleAsync();

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => second.PublishAsync(Events.Of("c")));
        await AssertStreamAsync("a", "b");
        var third = await OpenAsync();
        var retry = await PublishAsync(third, Events.Keyed("key", "b"));
        Assert.Equal((PublishOutcome.Repeated, 2L), (retry.Outcome, retry.First.Sequence));
    });

    [Theory, InlineData(false), InlineData(true)]
    public void Two_first_writes_make_one_epoch(bool acceptsStale) => Run(acceptsStale, async () =>
    {
        var frozen = await OpenFrozenAsync(call => call.IsHeadWrite);
        var lost = frozen.PublishAsync(Events.Many(300));
        var owner = await OpenAsync();
        await PublishAsync(owner, "a");
        _thaw.SetResult();

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => lost);
        await PublishAsync(owner, "b");
        await AssertStreamAsync("a", "b");
    });

    [Theory, InlineData(false), InlineData(true)]
    public void Segments_of_an_owner_that_lost_are_never_seen(bool acceptsStale) => Run(acceptsStale, async () =>
    {
        await PublishAsync(await OpenAsync(), "a");
        var frozen = await OpenFrozenAsync(call => call.IsSegmentWrite);
        var lost = frozen.PublishAsync(Events.Many(700));
        var owner = await OpenAsync();
        var request = new PublishRequest(Events.Many(600, bytes: 9));
        await PublishAsync(owner, request);
        _thaw.SetResult();

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => lost);
        await AssertStreamAsync(["a", .. request.Events.Select(data => data.Text)]);
    });

    [Theory, InlineData(false), InlineData(true)]
    public void A_clearing_that_thaws_late_clears_nothing_that_is_named(bool acceptsStale) => Run(acceptsStale, async () =>
    {
        var frozen = await OpenFrozenAsync(call => call.Kind != StorageCallKind.Write && call.Record != "head");
        await PublishAsync(frozen, new PublishRequest(Events.Many(600)));
        await frozen.DeleteAsync();
        var owner = await OpenAsync();
        await Turns.SettleAsync();
        var request = new PublishRequest(Events.Many(600, bytes: 9));
        await PublishAsync(owner, request);
        _thaw.SetResult();
        await Turns.SettleAsync();

        await AssertStreamAsync([.. request.Events.Select(data => data.Text)]);
        Assert.Empty(frozen.ClearFailures);
    });

    [Theory, InlineData(false), InlineData(true)]
    public void A_write_that_thaws_after_a_deletion_brings_nothing_back(bool acceptsStale) => Run(acceptsStale, async () =>
    {
        await PublishAsync(await OpenAsync(), new PublishRequest(Events.Many(300)));
        var frozen = await OpenFrozenAsync(call => call.IsHeadWrite);
        var lost = frozen.PublishAsync(Events.Of("b"));
        var owner = await OpenAsync();
        await owner.DeleteAsync();
        _thaw.SetResult();

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => lost);
        await AssertStreamAsync();
        await PublishAsync(owner, "c");
        await AssertStreamAsync("c");
    });

    [Theory, InlineData(false), InlineData(true)]
    public void A_reader_of_the_owner_that_lost_sees_a_gap_where_segments_are_gone(bool acceptsStale) => Run(acceptsStale, async () =>
    {
        await PublishAsync(await OpenAsync(), new PublishRequest(Events.Many(600)));
        var stale = await OpenAsync();
        var owner = await OpenAsync();
        await owner.SetRetentionAsync(new(MaxEvents: 10));
        await Turns.SettleAsync();

        var page = await stale.ReadAsync(StreamStart.Earliest);
        _ledger.Saw(page);
        Assert.Equal(513, page.Gap!.FirstKept.Sequence);
        Assert.Equal(513, page.Events[0].Id.Sequence);
    });

    [Theory, InlineData(false), InlineData(true)]
    public void Of_owners_that_take_turns_only_the_newest_stores(bool acceptsStale) => Run(acceptsStale, async () =>
    {
        var owners = new List<Owner> { await OpenAsync() };
        for (var i = 0; i < 10; i++)
        {
            await PublishAsync(owners[^1], $"event {i}");
            owners.Add(await OpenAsync());
        }

        await PublishAsync(owners[^1], "last");
        foreach (var owner in owners.SkipLast(1))
        {
            await Assert.ThrowsAsync<OutcomeUnknownException>(() => owner.PublishAsync(Events.Of("stale")));
            _ledger.Saw(await owner.ReadAsync(StreamStart.Earliest));
        }

        await AssertStreamAsync([.. Enumerable.Range(0, 10).Select(i => $"event {i}"), "last"]);
    });

    private void Run(bool acceptsStale, Func<Task> body)
    {
        _storage.AcceptsStaleETagWhereMissing = acceptsStale;
        Turns.Run(body);
    }

    private Task<Owner> OpenAsync() => Owner.OpenAsync(_storage, _time);

    // Its calls of this kind wait, and then do what they were to do.
    private Task<Owner> OpenFrozenAsync(Func<StorageCall, bool> isFrozen) =>
        Owner.OpenAsync(_storage.With(StorageFaults.Where(isFrozen, StorageFaults.ApplyAfter(_thaw.Task))), _time);

    private Task<PublishResult> PublishAsync(Owner owner, string data) => PublishAsync(owner, Events.Publish(data));

    private async Task<PublishResult> PublishAsync(Owner owner, PublishRequest request) =>
        _ledger.Acknowledged(request, await owner.PublishAsync(request));

    private async Task AssertStreamAsync(params string[] data)
    {
        var reader = await OpenAsync();
        var pages = await reader.ReadAllAsync(StreamStart.Earliest);
        _ledger.AssertComplete(pages);
        Assert.Equal(data, pages.SelectMany(page => page.Events).Texts());
    }
}
