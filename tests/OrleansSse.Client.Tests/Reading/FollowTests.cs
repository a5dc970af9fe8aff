using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.Client.Tests.Reading;

public sealed class FollowTests : IAsyncDisposable
{
    private readonly ClientOverFakes _cluster = new();
    private readonly List<StreamGap> _gaps = [];

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Who_is_slow_gets_from_history_what_did_not_fit_into_memory()
    {
        await using var events = Follow(StreamStart.Latest);
        var first = NextAsync(events);
        await LiveAsync();

        // Far more than 10 events or 100 bytes, of which one is taken.
        for (var n = 0; n < 100; n++) _cluster.Grain.Append(1);
        var sequences = new List<long> { await first };
        while (sequences.Count < 100) sequences.Add(await NextAsync(events));

        Assert.Equal(Enumerable.Range(1, 100).Select(n => (long)n), sequences);
        Assert.Empty(_gaps);
    }

    [Fact]
    public async Task Outlives_a_silo_that_is_gone_for_longer_than_any_deadline()
    {
        _cluster.Grain.Append(1);
        await using var events = Follow(StreamStart.Earliest);
        _cluster.Grain.Before = static _ => throw new SiloUnavailableException("Gone.");

        var first = NextAsync(events);
        var end = _cluster.Time.GetUtcNow() + TimeSpan.FromMinutes(2);
        await Condition.UntilAsync(() => _cluster.Time.GetUtcNow() > end, "two minutes", () => _cluster.Time.Advance(TimeSpan.FromMilliseconds(500)));
        Assert.False(first.IsCompleted);
        _cluster.Grain.Before = static _ => Task.CompletedTask;
        await _cluster.EndAsync(first, "the event");

        Assert.Equal(1, await first);
    }

    [Fact]
    public async Task Hears_of_a_gap_when_memory_was_lost_and_goes_on()
    {
        _cluster.Grain.Append(3);
        await using var events = Follow(StreamStart.Earliest);
        for (var n = 1; n <= 3; n++) Assert.Equal(n, await NextAsync(events));
        var next = NextAsync(events);
        await LiveAsync();

        await _cluster.Grain.Delete();
        _cluster.Grain.Append(1);

        Assert.Equal(1, await next);
        Assert.Equal("epoch001-3", Assert.Single(_gaps).After.ToString());
    }

    [Fact]
    public async Task Ends_when_the_process_stops()
    {
        await using var events = Follow(StreamStart.Earliest);
        var next = NextAsync(events);
        await LiveAsync();

        await _cluster.StopAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.Within("the end"));
    }

    [Fact]
    public async Task Takes_no_lease_before_it_is_enumerated_and_gives_it_up_afterwards()
    {
        _cluster.Grain.Append(1);
        var subscription = _cluster.Stream.SubscribeAsync(StreamStart.Earliest);
        Assert.Equal(0, _cluster.Grain.Calls);

        await using (var events = subscription.GetAsyncEnumerator())
        {
            Assert.Equal(1, await NextAsync(events));
            var next = NextAsync(events);
            await LiveAsync();
            _cluster.Grain.Append(1);
            Assert.Equal(2, await next);
        }

        Assert.Empty(_cluster.Grain.Leases);
    }

    private IAsyncEnumerator<StreamEvent> Follow(StreamStart start) => _cluster.Stream.SubscribeAsync(start, _gaps.Add).GetAsyncEnumerator();

    private Task LiveAsync() => Condition.UntilAsync(() => _cluster.Grain.Leases.Count == 1, "the lease");

    private static async Task<long> NextAsync(IAsyncEnumerator<StreamEvent> events)
    {
        var next = events.MoveNextAsync().AsTask();
        await next;
        return events.Current.Id.Sequence;
    }
}
