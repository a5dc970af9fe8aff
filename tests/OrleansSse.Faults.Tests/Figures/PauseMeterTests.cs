using Microsoft.Extensions.Time.Testing;
using OrleansSse.Load.Figures;

namespace OrleansSse.Faults.Tests.Figures;

public sealed class PauseMeterTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly PauseMeter _pauses;

    public PauseMeterTests() => _pauses = new(_time);

    [Fact]
    public void Knows_the_longest_time_between_two_marks()
    {
        MarkAfter(2);
        MarkAfter(5);
        MarkAfter(1);

        Assert.Equal(TimeSpan.FromSeconds(5), _pauses.Longest);
    }

    [Fact]
    public void Counts_a_pause_that_has_not_ended()
    {
        MarkAfter(2);
        _time.Advance(TimeSpan.FromSeconds(7));

        Assert.Equal(TimeSpan.FromSeconds(7), _pauses.Longest);
    }

    [Fact]
    public void Forgets_what_was_before_a_restart()
    {
        MarkAfter(9);
        _time.Advance(TimeSpan.FromSeconds(9));

        _pauses.Restart();
        MarkAfter(1);

        Assert.Equal(TimeSpan.FromSeconds(1), _pauses.Longest);
    }

    private void MarkAfter(int seconds)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        _pauses.Mark();
    }
}
