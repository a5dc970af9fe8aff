using Microsoft.Extensions.Time.Testing;
using OrleansSse.Grains.Tests.Storage;

namespace OrleansSse.Grains.Tests.History;

public sealed class GroupCommitFailureTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TestGrainStorage _storage = new();

    [Fact]
    public void A_failure_leaves_the_commit_unknown_and_what_waited_undone() => Turns.Run(async () =>
    {
        var owner = await Owner.OpenAsync(_storage, _time);
        var fail = new TaskCompletionSource();
        _storage.Behave(Owner.Stream, async _ =>
        {
            await fail.Task;
            throw new IOException("The disk is gone.");
        });
        var first = owner.PublishAsync(Events.Of("a"));
        var waiting = new[] { owner.PublishAsync(Events.Of("b")), owner.PublishAsync(Events.Of("c")) };
        fail.SetResult();

        var unknown = await Assert.ThrowsAsync<OutcomeUnknownException>(() => first);
        Assert.Equal("IOException: The disk is gone.", unknown.InnerException!.Message);
        foreach (var task in waiting) await Assert.ThrowsAsync<StreamUnavailableException>(() => task);
        Assert.Single(owner.CommitFailures);
    });

    [Theory]
    [InlineData(StorageFault.FailBefore)]
    [InlineData(StorageFault.Throw)]
    [InlineData(StorageFault.ApplyAndFail)]
    [InlineData(StorageFault.Hang)]
    public void After_a_failure_nothing_more_is_written(StorageFault fault) => Turns.Run(async () =>
    {
        var owner = await Owner.OpenAsync(_storage, _time);
        await owner.PublishAsync(Events.Of("kept"));
        _storage.Behave(Owner.Stream, StorageFaults.Once(call => call.IsHeadWrite, StorageFaults.Of(fault)));
        var failing = owner.PublishAsync(Events.Of("lost?"));
        _time.Advance(Owner.StorageTimeout);
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => failing);
        var calls = _storage.Calls(Owner.Stream).Length;

        await Assert.ThrowsAsync<StreamUnavailableException>(() => owner.PublishAsync(Events.Of("more")));
        await Assert.ThrowsAsync<StreamUnavailableException>(owner.DeleteAsync);
        await Assert.ThrowsAsync<StreamUnavailableException>(() => owner.SetRetentionAsync(null));

        Assert.Equal(calls, _storage.Calls(Owner.Stream).Length);
        var page = await owner.ReadAsync(StreamStart.Earliest);
        Assert.Equal(["kept"], page.Events.Texts());
    });

    [Fact]
    public void A_failed_segment_leaves_the_head_alone() => Turns.Run(async () =>
    {
        var owner = await Owner.OpenAsync(_storage, _time);
        await owner.PublishAsync(Events.Many(10));
        var before = _storage.Head(Owner.Stream);
        _storage.Behave(Owner.Stream, StorageFaults.Once(call => call.IsSegmentWrite, StorageFaults.ApplyAndFail));

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => owner.PublishAsync(Events.Many(600)));

        Assert.Equal(before!.Last, _storage.Head(Owner.Stream)!.Last);
        var next = await Owner.OpenAsync(_storage, _time);
        await next.PublishAsync(Events.Many(600));
        Assert.Equal(Enumerable.Range(1, 610).Select(i => (long)i), (await next.ReadAllAsync(StreamStart.Earliest)).SelectMany(page => page.Sequences()));
    });

    [Theory]
    [InlineData(StorageFault.FailBefore)]
    [InlineData(StorageFault.Throw)]
    [InlineData(StorageFault.ApplyAndFail)]
    public void Segments_that_no_head_will_name_are_cleared(StorageFault fault) => Turns.Run(async () =>
    {
        var owner = await Owner.OpenAsync(_storage, _time);
        await owner.PublishAsync(Events.Many(10));
        _storage.Behave(Owner.Stream, StorageFaults.Once(call => call.IsSegmentWrite, StorageFaults.Of(fault)));

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => owner.PublishAsync(Events.Many(1000)));
        await Turns.SettleAsync();

        Assert.Equal(["head"], _storage.Records(Owner.Stream));
    });

    [Fact]
    public void Segments_that_a_head_may_name_are_left_alone() => Turns.Run(async () =>
    {
        var owner = await Owner.OpenAsync(_storage, _time);
        _storage.Behave(Owner.Stream, StorageFaults.Once(call => call.IsHeadWrite, StorageFaults.ApplyAndFail));

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => owner.PublishAsync(Events.Many(1000)));
        await Turns.SettleAsync();

        var next = await Owner.OpenAsync(_storage, _time, recentEvents: 5);
        Assert.Equal(1000, (await next.ReadAllAsync(StreamStart.Earliest)).Sum(page => page.Events.Length));
    });

    [Fact]
    public void Waiting_for_the_storage_ends_at_the_timeout() => Turns.Run(async () =>
    {
        var owner = await Owner.OpenAsync(_storage, _time);
        _storage.Behave(Owner.Stream, StorageFaults.Hang);
        var publishing = owner.PublishAsync(Events.Of("a"));
        _time.Advance(Owner.StorageTimeout - TimeSpan.FromMilliseconds(1));
        await Turns.SettleAsync();
        Assert.False(publishing.IsCompleted);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => publishing);
    });

    [Theory]
    [InlineData(StorageFault.FailBefore)]
    [InlineData(StorageFault.Throw)]
    [InlineData(StorageFault.ApplyAndFail)]
    [InlineData(StorageFault.Hang)]
    public void A_head_that_cannot_be_read_is_not_an_empty_stream(StorageFault fault) => Turns.Run(async () =>
    {
        _storage.Behave(Owner.Stream, StorageFaults.Of(fault));
        var opening = Owner.OpenAsync(_storage, _time);
        _time.Advance(Owner.StorageTimeout);
        await Assert.ThrowsAsync<StreamUnavailableException>(() => opening);
        Assert.Empty(_storage.Records(Owner.Stream));
    });
}
