using Microsoft.Extensions.Time.Testing;
using OrleansSse.Grains.Tests.Storage;

namespace OrleansSse.Grains.Tests.History;

/// <summary>What a completed stream takes, keeps and tells.</summary>
public sealed class CompletionTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TestGrainStorage _storage = new();

    [Fact]
    public void A_completed_stream_takes_no_more_events() => RunAsync(async owner =>
    {
        var last = await owner.PublishAsync(Events.Of("a"));
        await owner.CompleteAsync();

        await AssertRefusedAsync(owner, Events.Publish("b"));
        await AssertRefusedAsync(owner, Events.Keyed("key", "b"));
        await AssertRefusedAsync(owner, Events.Publish("b") with { ExpectedLast = last.Last });
        await AssertRefusedAsync(owner, Events.Publish("b") with { ExpectedLast = StreamPosition.Origin });
        Assert.Equal((last.Last, true), (owner.History.Head.Position, owner.History.Head.IsCompleted));
    });

    [Fact]
    public void A_retry_of_what_was_stored_before_gets_its_ids_all_the_same() => RunAsync(async owner =>
    {
        var request = Events.Keyed("key", "a", "b");
        var first = await owner.PublishAsync(request);
        await owner.CompleteAsync();

        Assert.Equal(first with { Outcome = PublishOutcome.Repeated }, await owner.PublishAsync(request));
        var refusal = await Assert.ThrowsAsync<PublishRefusedException>(() => owner.PublishAsync(Events.Keyed("key", "c")));
        Assert.Equal("idempotency_key_reused", refusal.Code);
    });

    [Fact]
    public void What_is_published_before_in_the_same_commit_is_stored_and_what_comes_after_is_refused() => RunAsync(async owner =>
    {
        var release = new TaskCompletionSource();
        _storage.Behave(Owner.Stream, StorageFaults.ApplyAfter(release.Task));
        var first = owner.PublishAsync(Events.Of("first"));
        var before = owner.PublishAsync(Events.Of("before"));
        var completion = owner.CompleteAsync();
        var after = owner.PublishAsync(Events.Of("after"));
        release.SetResult();
        await Task.WhenAll(first, before, completion);

        Assert.Equal("stream_completed", (await Assert.ThrowsAsync<PublishRefusedException>(() => after)).Code);
        Assert.Equal(2, owner.Commits.Count);
        var page = await owner.ReadAsync(StreamStart.Earliest);
        Assert.Equal(["first", "before"], page.Events.Texts());
        Assert.True(page.IsEnd);
    });

    [Fact]
    public void Completing_again_stores_nothing() => RunAsync(async owner =>
    {
        await owner.PublishAsync(Events.Of("a"));
        await owner.CompleteAsync();
        await owner.CompleteAsync();

        Assert.Equal(2, owner.Commits.Count);
    });

    [Fact]
    public void A_stream_without_events_can_be_completed_and_begun_anew() => RunAsync(async owner =>
    {
        await owner.CompleteAsync();
        var end = await owner.ReadAsync(StreamStart.Latest);
        await owner.DeleteAsync();
        var after = await owner.PublishAsync(Events.Of("a"));

        Assert.True(end.IsEnd);
        Assert.False(end.Head.Epoch.IsOrigin);
        Assert.NotEqual(end.Head.Epoch, after.First.Epoch);
        Assert.False(owner.History.Head.IsCompleted);
    });

    [Fact]
    public void The_end_is_told_with_each_page_and_is_where_the_last_one_ends() => RunAsync(async owner =>
    {
        await owner.PublishAsync(Events.Many(600));
        await owner.CompleteAsync();
        var pages = await owner.ReadAllAsync(StreamStart.Earliest, maxEvents: 250);

        Assert.All(pages, page => Assert.True(page.IsCompleted));
        Assert.Equal(pages[^1], Assert.Single(pages, page => page.IsEnd));
        Assert.True((await owner.ReadAsync(StreamStart.Latest)).IsEnd);
    });

    [Fact]
    public void A_later_owner_knows_of_it_and_history_stays_for_its_retention() => RunAsync(async owner =>
    {
        await owner.PublishAsync(Events.Many(300));
        await owner.CompleteAsync();
        var later = await Owner.OpenAsync(_storage, _time);

        await AssertRefusedAsync(later, Events.Publish("b"));
        Assert.Equal(300, (await later.ReadAllAsync(StreamStart.Earliest)).Sum(page => page.Events.Length));
        _time.Advance(TimeSpan.FromHours(25));
        var page = await later.ReadAsync(StreamStart.Earliest);
        Assert.Empty(page.Events);
        Assert.True(page.IsEnd);
    });

    [Fact]
    public void A_retention_may_still_be_set() => RunAsync(async owner =>
    {
        await owner.PublishAsync(Events.Many(10));
        await owner.CompleteAsync();
        await owner.SetRetentionAsync(new(MaxEvents: 4));

        var page = await owner.ReadAsync(StreamStart.Earliest);
        Assert.Equal([7, 8, 9, 10], page.Sequences());
        Assert.True(page.IsEnd);
    });

    private void RunAsync(Func<Owner, Task> body) => Turns.Run(async () => await body(await Owner.OpenAsync(_storage, _time)));

    private static async Task AssertRefusedAsync(Owner owner, PublishRequest request)
    {
        var refusal = await Assert.ThrowsAsync<PublishRefusedException>(() => owner.PublishAsync(request));
        Assert.Equal("stream_completed", refusal.Code);
    }
}
