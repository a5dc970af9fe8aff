using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.Client.Tests.Reading;

/// <summary>How a stream that is completed ends for who reads and follows it.</summary>
public sealed class CompletionTests : IAsyncDisposable
{
    private readonly ClientOverFakes _cluster = new();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_subscription_ends_after_the_last_event_and_gives_its_lease_up()
    {
        var following = FollowAsync(StreamStart.Latest);
        await LiveAsync();
        _cluster.Grain.Append(2);
        await _cluster.Stream.CompleteAsync();

        Assert.Equal([1, 2], await following.Within("the end"));
        Assert.Empty(_cluster.Grain.Leases);
    }

    [Fact]
    public async Task A_stream_that_is_completed_already_is_read_to_its_end_without_a_lease()
    {
        _cluster.Grain.Append(25);
        _cluster.Grain.PageSize = 10;
        await _cluster.Stream.CompleteAsync();
        _cluster.Grain.Before = static call => call == nameof(IEventStreamGrain.Attach) ? throw new InvalidOperationException("A lease.") : Task.CompletedTask;

        Assert.Equal(25, (await FollowAsync(StreamStart.Earliest).Within("the end")).Count);
        Assert.Empty(await FollowAsync(StreamStart.Latest).Within("the end"));
    }

    [Fact]
    public async Task Who_is_slow_gets_what_did_not_fit_into_memory_before_it_ends()
    {
        var taken = new List<long>();
        await using var events = _cluster.Stream.SubscribeAsync(StreamStart.Latest).GetAsyncEnumerator();
        var next = events.MoveNextAsync().AsTask();
        await LiveAsync();
        for (var n = 0; n < 100; n++) _cluster.Grain.Append(1);
        await _cluster.Stream.CompleteAsync();

        while (await next.Within("the next event, or the end"))
        {
            taken.Add(events.Current.Id.Sequence);
            next = events.MoveNextAsync().AsTask();
        }

        Assert.Equal(Enumerable.Range(1, 100).Select(n => (long)n), taken);
    }

    [Fact]
    public async Task What_was_completed_and_then_deleted_ends_for_who_was_told_of_the_end()
    {
        await using var events = _cluster.Stream.SubscribeAsync(StreamStart.Latest).GetAsyncEnumerator();
        var next = events.MoveNextAsync().AsTask();
        await LiveAsync();
        _cluster.Grain.Append(1);
        Assert.True(await next.Within("the event"));
        await _cluster.Stream.CompleteAsync();
        await _cluster.Stream.DeleteAsync();

        Assert.False(await events.MoveNextAsync().AsTask().Within("the end"));
    }

    [Fact]
    public async Task A_deletion_has_its_name()
    {
        _cluster.Grain.Append(1);
        var following = FollowAsync(StreamStart.Latest);
        await LiveAsync();
        await _cluster.Stream.DeleteAsync();

        var exception = await Assert.ThrowsAsync<StreamGapException>(() => following.Within("the gap"));
        Assert.True(exception.Gap.IsDeletion);
        Assert.Equal("deleted", exception.Code);
    }

    [Fact]
    public async Task Reading_history_is_as_ever()
    {
        _cluster.Grain.Append(3);
        await _cluster.Stream.CompleteAsync();

        var sequences = new List<long>();
        await foreach (var streamEvent in _cluster.Stream.ReadAsync(StreamStart.Earliest)) sequences.Add(streamEvent.Id.Sequence);

        Assert.Equal([1, 2, 3], sequences);
    }

    [Fact]
    public async Task A_publish_to_what_is_completed_is_refused_at_once()
    {
        await _cluster.Stream.CompleteAsync();

        var refusal = await Assert.ThrowsAsync<PublishRefusedException>(() => _cluster.Stream.PublishAsync("a"));

        Assert.Equal("stream_completed", refusal.Code);
        Assert.Single(_cluster.Grain.Requests);
    }

    [Fact]
    public async Task A_completion_without_an_answer_has_an_unknown_outcome()
    {
        _cluster.Grain.After = static _ => throw new SiloUnavailableException("Gone.");

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => _cluster.Stream.CompleteAsync());

        _cluster.Grain.After = static _ => Task.CompletedTask;
        await _cluster.Stream.CompleteAsync();
        Assert.True(_cluster.Grain.IsCompleted);
    }

    private Task LiveAsync() => Condition.UntilAsync(() => _cluster.Grain.Leases.Count == 1, "the lease");

    private async Task<List<long>> FollowAsync(StreamStart start)
    {
        var sequences = new List<long>();
        await foreach (var streamEvent in _cluster.Stream.SubscribeAsync(start)) sequences.Add(streamEvent.Id.Sequence);
        return sequences;
    }
}
