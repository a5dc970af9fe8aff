using OrleansSse.Client.Reading;
using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.Client.Tests.Reading;

public sealed class LiveEventsTests
{
    private readonly LiveEvents _live = new(new() { MaxBufferEvents = 3, MaxBufferBytes = 10 });
    private long _sequence;

    [Fact]
    public async Task End_with_what_they_have_when_there_are_too_many()
    {
        Tell("", "");
        Tell("", "");
        Tell("");

        Assert.Equal([1, 2], await TakeAllAsync());
    }

    [Fact]
    public async Task End_with_what_they_have_when_they_are_too_large()
    {
        Tell("123456");
        Tell("12345");

        Assert.Equal([1], await TakeAllAsync());
    }

    [Fact]
    public async Task One_part_is_taken_however_large()
    {
        Tell("more than ten bytes", "", "", "");
        Tell("");

        Assert.Equal([1, 2, 3, 4], await TakeAllAsync());
    }

    [Fact]
    public async Task Have_room_again_for_what_was_taken()
    {
        Tell("123456");
        await using var parts = _live.TakeAllAsync(default).GetAsyncEnumerator();
        await parts.MoveNextAsync();
        Tell("12345");

        await parts.MoveNextAsync().AsTask().Within("the second event");

        Assert.Equal(2, Assert.Single(parts.Current.Events).Id.Sequence);
    }

    [Fact]
    public async Task Tell_of_a_gap_where_it_is()
    {
        var gap = new StreamGap(Id(1), Id(4), Id(4));
        Tell("a");
        _live.OnGap(gap);
        Tell("b");
        await using var parts = _live.TakeAllAsync(default).GetAsyncEnumerator();

        await parts.MoveNextAsync();
        Assert.Null(parts.Current.Gap);
        await parts.MoveNextAsync();
        Assert.Equal(gap, parts.Current.Gap);
        await parts.MoveNextAsync();
        Assert.Equal("b", parts.Current.Events[0].Data.Text);
    }

    [Fact]
    public async Task Tell_of_the_end_after_what_there_is()
    {
        Tell("a");
        _live.OnCompleted();
        await using var parts = _live.TakeAllAsync(default).GetAsyncEnumerator();

        await parts.MoveNextAsync();
        Assert.False(parts.Current.IsEnd);
        await parts.MoveNextAsync();
        Assert.True(parts.Current.IsEnd);
    }

    [Fact]
    public async Task Tell_of_no_end_when_they_have_not_all()
    {
        Tell("", "", "");
        Tell("");
        _live.OnCompleted();

        Assert.Equal([1, 2, 3], await TakeAllAsync());
    }

    [Fact]
    public async Task That_are_stopped_end_their_reader()
    {
        _live.Stop(default);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TakeAllAsync().Within("the end"));
    }

    private void Tell(params string[] data) => _live.OnEvents([.. data.Select(text => new StreamEvent(Id(++_sequence), 0, new(text)))]);

    private async Task<List<long>> TakeAllAsync()
    {
        var sequences = new List<long>();
        await foreach (var part in _live.TakeAllAsync(default)) sequences.AddRange(part.Events.Select(streamEvent => streamEvent.Id.Sequence));
        return sequences;
    }

    private static StreamPosition Id(long sequence) => StreamPosition.Parse($"epoch001-{sequence}");
}
