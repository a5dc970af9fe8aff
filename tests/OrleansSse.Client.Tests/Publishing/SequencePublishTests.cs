using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.Client.Tests.Publishing;

public sealed class SequencePublishTests : IAsyncDisposable
{
    private readonly ClientOverFakes _cluster = new();

    private int _taken;
    private bool _isDisposed;

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Each_batch_has_a_key_of_its_own()
    {
        Assert.Equal(25, await _cluster.Stream.PublishAsync(Source(25)));

        var requests = _cluster.Grain.Requests;
        Assert.Equal(25, requests.Sum(request => request.Events.Length));
        Assert.All(requests, request => Assert.InRange(request.Events.Length, 1, 10));
        Assert.Equal(requests.Count, requests.Select(request => request.IdempotencyKey).Distinct().Count());
        Assert.Equal(Enumerable.Range(1, 25).Select(n => $"{n}"), requests.SelectMany(request => request.Events).Select(data => data.Text));
    }

    [Fact]
    public async Task No_more_is_taken_ahead_than_a_batch()
    {
        var held = new TaskCompletionSource();
        _cluster.Grain.Before = _ => held.Task;
        var publishing = _cluster.Stream.PublishAsync(Source(1000));
        await Condition.UntilAsync(() => _cluster.Grain.Calls == 1 && _taken > 10, "the first batch and what is taken ahead");

        // One batch is being stored, one waits, and the source has offered one event more.
        Assert.InRange(_taken, 11, 21);
        held.SetResult();
        Assert.Equal(1000, await publishing);
    }

    [Fact]
    public async Task A_batch_has_no_more_bytes_than_it_may_but_for_a_large_event()
    {
        _cluster.Settings.MaxBatchBytes = 10;
        var events = new[] { "aaaa", "bbbb", "cccc", "a large event", "d" }.Select(text => new EventData(text));

        await _cluster.Stream.PublishAsync(events.ToAsyncEnumerable());

        Assert.Equal(
            ["aaaa,bbbb", "cccc", "a large event", "d"],
            _cluster.Grain.Requests.Select(request => string.Join(',', request.Events.Select(data => data.Text))));
    }

    [Fact]
    public async Task An_overload_is_waited_for()
    {
        var overloads = 3;
        _cluster.Grain.Before = _ => overloads-- > 0 ? throw new StreamOverloadedException("Full.", TimeSpan.FromSeconds(1)) : Task.CompletedTask;

        var publishing = _cluster.Stream.PublishAsync(Source(5));
        await _cluster.EndAsync(publishing, "the end of the publish");

        Assert.Equal(5, await publishing);
        Assert.Equal(5, _cluster.Grain.Head.Sequence);
    }

    [Fact]
    public async Task A_refusal_ends_it_and_the_source()
    {
        _cluster.Grain.Before = _ => _cluster.Grain.Calls > 2 ? throw new PublishRefusedException(ErrorCodes.EventTooLarge, "Too large.") : Task.CompletedTask;
        var stored = new List<PublishResult>();

        await Assert.ThrowsAsync<PublishRefusedException>(() => _cluster.Stream.PublishAsync(Source(1000), new Recording(stored)));

        Assert.Equal(_cluster.Grain.Head, stored[^1].Last);
        Assert.Equal(2, stored.Count);
        await Condition.UntilAsync(() => _isDisposed, "the end of the source");
    }

    [Fact]
    public async Task A_failure_does_not_wait_for_a_source_that_is_silent()
    {
        _cluster.Grain.Before = static _ => throw new PublishRefusedException(ErrorCodes.EventTooLarge, "Too large.");
        var silence = new TaskCompletionSource();

        var publishing = _cluster.Stream.PublishAsync(OneAndThen(silence.Task));

        await Assert.ThrowsAsync<PublishRefusedException>(() => publishing.Within("the failure"));
        silence.SetResult();
    }

    private static async IAsyncEnumerable<EventData> OneAndThen(Task silence)
    {
        yield return new("1");
        await silence;
    }

    [Fact]
    public async Task What_came_before_the_source_failed_is_stored()
    {
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => _cluster.Stream.PublishAsync(Source(15, failsAtEnd: true)));

        Assert.Equal(15, _cluster.Grain.Head.Sequence);
    }

    private async IAsyncEnumerable<EventData> Source(int count, bool failsAtEnd = false)
    {
        try
        {
            for (var n = 1; n <= count; n++)
            {
                _taken = n;
                yield return new($"{n}");
                if (n % 7 == 0) await Task.Yield();
            }

            if (failsAtEnd) throw new InvalidTimeZoneException();
        }
        finally
        {
            _isDisposed = true;
        }
    }

    private sealed class Recording(List<PublishResult> results) : IProgress<PublishResult>
    {
        public void Report(PublishResult value) => results.Add(value);
    }
}
