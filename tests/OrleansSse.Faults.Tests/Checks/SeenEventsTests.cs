using System.Net.ServerSentEvents;
using OrleansSse.Load.Checks;

namespace OrleansSse.Faults.Tests.Checks;

public sealed class SeenEventsTests
{
    private static readonly AcknowledgedEvent[] ThreeAcknowledged = [Acknowledged(1, 10), Acknowledged(2, 20), Acknowledged(3, 30)];

    private readonly SeenEvents _seen = new();

    [Fact]
    public void Are_as_promised_when_each_came_once_in_order()
    {
        See(Event(1, 10), Event(2, 20), Event(3, 30));

        Assert.Equal(new BrokenPromises(), _seen.Against(ThreeAcknowledged));
    }

    [Fact]
    public void Tell_of_an_acknowledged_event_that_never_came()
    {
        See(Event(1, 10), Event(3, 30));

        Assert.Equal(new BrokenPromises { Lost = 1, First = "k3x9f2ab-2 was lost" }, _seen.Against(ThreeAcknowledged));
    }

    [Fact]
    public void Tell_of_all_that_was_acknowledged_when_nothing_came() =>
        Assert.Equal(new BrokenPromises { Lost = 3, First = "k3x9f2ab-1 was lost" }, _seen.Against(ThreeAcknowledged));

    [Fact]
    public void Tell_of_an_event_that_came_twice()
    {
        See(Event(1, 10), Event(2, 20), Event(2, 20), Event(3, 30));

        Assert.Equal(new BrokenPromises { Repeated = 1, First = "k3x9f2ab-2 was repeated" }, _seen.Against(ThreeAcknowledged));
    }

    [Fact]
    public void Tell_of_an_event_that_came_after_a_later_one()
    {
        See(Event(1, 10), Event(3, 30), Event(2, 20));

        Assert.Equal(
            new BrokenPromises { Disordered = 1, First = "k3x9f2ab-2 came after k3x9f2ab-3" }, _seen.Against(ThreeAcknowledged));
    }

    [Fact]
    public void Tell_of_an_id_that_names_another_event_than_was_acknowledged()
    {
        See(Event(1, 10), Event(2, 99), Event(3, 30));

        Assert.Equal(1, _seen.Against(ThreeAcknowledged).Altered);
    }

    [Fact]
    public void Tell_of_an_event_that_was_stored_under_two_ids()
    {
        See(Event(1, 10), Event(2, 20), Event(3, 30), Event(4, 20));

        Assert.Equal(1, _seen.Against(ThreeAcknowledged).Doubled);
    }

    [Fact]
    public void Tell_of_a_gap()
    {
        See(Event(1, 10), Event(2, 20), Event(3, 30), new("""{"code":"gap","message":"…"}""", "error"));

        Assert.Equal(1, _seen.Against(ThreeAcknowledged).Foreign);
    }

    [Fact]
    public void Tell_of_another_epoch()
    {
        See(Event(1, 10), Event(2, 20), Event(3, 30), Event(1, 10, "00000001"));

        Assert.Equal(1, _seen.Against(ThreeAcknowledged).Foreign);
    }

    [Fact]
    public void Tell_of_data_that_nobody_published()
    {
        See(Event(1, 10), Event(2, 20), Event(3, 30), new("hello") { EventId = "k3x9f2ab-4" });

        Assert.Equal(1, _seen.Against(ThreeAcknowledged).Foreign);
    }

    [Fact]
    public void May_hold_an_event_once_that_was_never_acknowledged()
    {
        See(Event(1, 10), Event(2, 20), Event(3, 30), Event(4, 40));

        Assert.Equal(new BrokenPromises(), _seen.Against(ThreeAcknowledged));
    }

    [Fact]
    public void Do_not_count_being_told_to_come_back()
    {
        See(Event(1, 10), new("""{"code":"unavailable","message":"…"}""", "error"), Event(2, 20), Event(3, 30));

        Assert.Equal(new BrokenPromises(), _seen.Against(ThreeAcknowledged));
    }

    [Fact]
    public void Add_up_over_subscribers()
    {
        var one = new BrokenPromises { Lost = 1, First = "one" };
        var other = new BrokenPromises { Lost = 2, Repeated = 3, First = "other" };

        Assert.Equal(new BrokenPromises { Lost = 3, Repeated = 3, First = "one" }, one + other);
        Assert.False((one + other).None);
        Assert.True(new BrokenPromises().None);
    }

    private void See(params ReadOnlySpan<SseItem<string>> items)
    {
        foreach (var item in items) _seen.Add(item);
    }

    private static SseItem<string> Event(long sequence, long tag, string epoch = "k3x9f2ab") =>
        new(TaggedData.Create(tag, 20)) { EventId = $"{epoch}-{sequence}" };

    private static AcknowledgedEvent Acknowledged(long sequence, long tag) => new(StreamPosition.Parse($"k3x9f2ab-{sequence}"), tag);
}
