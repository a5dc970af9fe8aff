using OrleansSse.Grains.History;

namespace OrleansSse.Grains.Tests.History;

public sealed class LastByKeyTests
{
    private static readonly StreamPosition Start = StreamPosition.Parse("k3x9f2ab-0");

    private readonly LastByKey _events = new();

    [Fact]
    public void Has_the_last_event_of_each_key_in_their_order()
    {
        Add(1, "a");
        Add(2, "b");
        Add(3, null);
        Add(4, "a");
        Add(5, "c");

        Assert.Equal([2L, 4, 5], Sequences(0));
        Assert.Equal([4L, 5], Sequences(2));
        Assert.Equal([5L], Sequences(4));
        Assert.Equal([], Sequences(5));
    }

    [Fact]
    public void Forgets_what_has_left_but_not_a_key_that_came_again()
    {
        Add(1, "a");
        Add(2, "b");
        Add(3, "a");

        _events.RemoveBefore(3);

        Assert.Equal([3L], Sequences(0));
        Assert.Equal(1, _events.Places);
    }

    [Fact]
    public void Keys_that_come_again_and_again_take_no_more_room()
    {
        for (var sequence = 1; sequence <= 100_000; sequence++) Add(sequence, $"{sequence % 10}");

        Assert.Equal(Enumerable.Range(99_991, 10).Select(n => (long)n), Sequences(0));
        Assert.InRange(_events.Places, 10, 300);
    }

    private void Add(long sequence, string? key) => _events.Add(new(Start with { Sequence = sequence }, 0, new EventData("x") { Key = key }));

    private long[] Sequences(long after) => [.. _events.After(after).Select(e => e.Id.Sequence)];
}
