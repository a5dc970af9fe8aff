using Microsoft.Extensions.Time.Testing;
using OrleansSse.Client.Publishing;
using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.Client.Tests.Publishing;

public sealed class StreamEntrancesTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeEntrance _entrance = new(new());
    private readonly StreamEntrances _entrances;
    private bool _isListed = true;
    private int _looks;

    public StreamEntrancesTests() => _entrances = new(
        _ =>
        {
            _looks++;
            return Task.FromResult(_isListed);
        },
        TimeSpan.FromSeconds(2),
        _time);

    [Fact]
    public void One_that_is_listed_is_used_once_all_have_had_time_to_see_it()
    {
        Assert.Null(_entrances.IfUsable(_entrance));
        Advance(1.9);
        Assert.Null(_entrances.IfUsable(_entrance));
        Advance(0.1);

        Assert.Same(_entrance, _entrances.IfUsable(_entrance));
        Assert.True(_entrances.IsUsable(_entrance));
        Assert.Equal(1, _looks);
    }

    [Fact]
    public void One_that_is_not_listed_is_not_used_and_is_looked_for_again_every_five_seconds()
    {
        _isListed = false;
        for (var second = 0; second < 20; second++)
        {
            Assert.Null(_entrances.IfUsable(_entrance));
            Advance(1);
        }

        Assert.Equal(4, _looks);
        _isListed = true;
        _entrances.IfUsable(_entrance);
        Advance(2);
        Assert.Same(_entrance, _entrances.IfUsable(_entrance));
    }

    [Fact]
    public void One_that_failed_is_left_alone_for_longer_each_time_until_it_answers()
    {
        Use();
        _entrances.Failed(_entrance);
        Assert.False(_entrances.IsUsable(_entrance));
        Assert.Equal(7, SecondsUntilUsed());
        _entrances.Failed(_entrance);
        Assert.Equal(12, SecondsUntilUsed());
        foreach (var seconds in new[] { 22, 42, 62, 62 })
        {
            _entrances.Failed(_entrance);
            Assert.Equal(seconds, SecondsUntilUsed());
        }

        _entrances.Answered(_entrance);
        _entrances.Failed(_entrance);

        Assert.Equal(7, SecondsUntilUsed());
    }

    [Fact]
    public void All_calls_that_were_under_way_when_it_failed_count_once()
    {
        Use();

        for (var n = 0; n < 10; n++) _entrances.Failed(_entrance);

        Assert.Equal(7, SecondsUntilUsed());
    }

    [Fact]
    public async Task A_list_that_cannot_be_read_is_read_again()
    {
        var reads = 0;
        var entrances = new StreamEntrances(_ => ++reads == 1 ? throw new InvalidOperationException("No list.") : Task.FromResult(true), TimeSpan.Zero, _time);

        Assert.Null(entrances.IfUsable(_entrance));
        Advance(5);

        await Condition.UntilAsync(() => entrances.IfUsable(_entrance) is not null, "the entrance");
    }

    private void Use()
    {
        _entrances.IfUsable(_entrance);
        Advance(2);
        Assert.NotNull(_entrances.IfUsable(_entrance));
    }

    private int SecondsUntilUsed()
    {
        for (var seconds = 0; ; seconds++)
        {
            if (_entrances.IfUsable(_entrance) is not null) return seconds;
            Advance(1);
        }
    }

    private void Advance(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));
}
