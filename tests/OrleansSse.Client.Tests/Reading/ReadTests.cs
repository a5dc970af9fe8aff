using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.Client.Tests.Reading;

public sealed class ReadTests : IAsyncDisposable
{
    private readonly ClientOverFakes _cluster = new();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Goes_on_when_a_silo_was_lost_between_pages()
    {
        _cluster.Grain.PageSize = 3;
        _cluster.Grain.Append(8);
        var failures = 5;
        _cluster.Grain.Before = _ => _cluster.Grain.Calls > 1 && failures-- > 0 ? throw new SiloUnavailableException("Gone.") : Task.CompletedTask;

        var reading = _cluster.Stream.ReadAsync(StreamStart.Earliest).Select(streamEvent => streamEvent.Id.Sequence).ToListAsync().AsTask();
        await _cluster.EndAsync(reading, "the end of history");

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], await reading);
    }

    [Fact]
    public async Task Leaves_out_what_has_expired_by_the_time_that_it_is_taken()
    {
        _cluster.Grain.Time = _cluster.Time;
        _cluster.Grain.Append(
            new("1") { Ttl = TimeSpan.FromSeconds(1) }, new("2") { Ttl = TimeSpan.FromSeconds(2) }, new("3") { Ttl = TimeSpan.FromSeconds(3) }, new("4"));
        _cluster.Time.Advance(TimeSpan.FromSeconds(1));
        var texts = new List<string>();

        await foreach (var streamEvent in _cluster.Stream.ReadAsync(StreamStart.Earliest))
        {
            texts.Add(streamEvent.Data.Text);
            _cluster.Time.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.Equal(["2", "4"], texts);
    }

    [Fact]
    public async Task A_snapshot_is_read_to_its_last_page_also_while_keys_come_again()
    {
        _cluster.Grain.PageSize = 1;
        _cluster.Grain.Append(new("1") { Key = "a" }, new("2") { Key = "b" }, new("3") { Key = "c" });
        var texts = new List<string>();

        await foreach (var streamEvent in _cluster.Stream.ReadAsync(StreamStart.Snapshot))
        {
            texts.Add(streamEvent.Data.Text);
            if (texts.Count == 1) _cluster.Grain.Append(new EventData("4") { Key = "b" }, new EventData("5") { Key = "a" });
        }

        Assert.Equal(["1", "3", "4", "5"], texts);
    }

    [Fact]
    public async Task A_call_that_hangs_is_made_again()
    {
        _cluster.Grain.Append(1);
        var hangs = 1;
        _cluster.Grain.Before = _ => hangs-- > 0 ? new TaskCompletionSource().Task : Task.CompletedTask;

        var reading = _cluster.Stream.ReadAsync(StreamStart.Earliest).CountAsync().AsTask();
        await _cluster.EndAsync(reading, "the end of history");

        Assert.Equal(1, await reading);
    }

    [Fact]
    public async Task Fails_when_nobody_answers_within_the_deadline()
    {
        _cluster.Grain.Before = static _ => throw new TimeoutException("No answer.");

        var reading = _cluster.Stream.ReadAsync(StreamStart.Earliest).CountAsync().AsTask();
        await _cluster.EndAsync(reading, "the failure");

        Assert.IsType<TimeoutException>((await Assert.ThrowsAsync<StreamUnavailableException>(() => reading)).InnerException);
    }

    [Fact]
    public async Task A_change_that_is_not_answered_is_not_made_again()
    {
        _cluster.Grain.Append(1);
        _cluster.Grain.After = static _ => throw new TimeoutException("No answer.");

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => _cluster.Stream.DeleteAsync());

        Assert.Equal(1, _cluster.Grain.Calls);
    }
}
