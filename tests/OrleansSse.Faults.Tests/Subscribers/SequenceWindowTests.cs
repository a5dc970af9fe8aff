using OrleansSse.Load.Subscribers;

namespace OrleansSse.Faults.Tests.Subscribers;

public sealed class SequenceWindowTests
{
    private SequenceWindow _window = new(next: 0);

    [Theory]
    [InlineData("0 1 2 3", "InOrder InOrder InOrder InOrder")]
    [InlineData("0 2 1 3", "InOrder InOrder OutOfOrder InOrder")]
    [InlineData("0 2 1 1", "InOrder InOrder OutOfOrder Repeated")]
    [InlineData("0 0 1 1", "InOrder Repeated InOrder Repeated")]
    [InlineData("3 0 2 1 0", "InOrder OutOfOrder OutOfOrder OutOfOrder Repeated")]
    [InlineData("1 63 0 2 1", "InOrder InOrder OutOfOrder OutOfOrder Repeated")]
    [InlineData("0 64 63 1 0", "InOrder InOrder OutOfOrder OutOfOrder Repeated")]
    [InlineData("0 1000 999 999 937 936", "InOrder InOrder OutOfOrder Repeated OutOfOrder Repeated")]
    public void Tells_what_is_new_from_what_is_late_and_from_what_came_before(string sequences, string arrivals) =>
        Assert.Equal(arrivals, string.Join(' ', sequences.Split(' ').Select(sequence => _window.Take(long.Parse(sequence)))));

    [Fact]
    public void Takes_what_comes_before_its_first_for_repeated()
    {
        _window = new(next: 5);

        Assert.Equal(Arrival.Repeated, _window.Take(4));
        Assert.Equal(Arrival.InOrder, _window.Take(5));
    }
}
