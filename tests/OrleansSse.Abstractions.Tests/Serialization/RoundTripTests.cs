using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace OrleansSse.Tests.Serialization;

public sealed class RoundTripTests(Wire wire) : IClassFixture<Wire>
{
    private static readonly StreamPosition Position = StreamPosition.Parse("k3x9f2ab-17");

    [Fact]
    public void An_event_comes_back_equal()
    {
        var sent = new StreamEvent(Position, 1_767_225_600_123, new("grüße\r\n\0", "note") { Key = "ü", Ttl = TimeSpan.FromSeconds(1) });

        var received = wire.Send(sent);

        Assert.Equal(sent, received);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, 123, TimeSpan.Zero), received.Time);
    }

    [Fact]
    public void A_push_comes_back_whole()
    {
        var sent = new EventPush(Guid.NewGuid(), Position, [new(Position.Next(), 1, new("a"))], Position.Next(), IsCompleted: true);

        var received = wire.Send(sent);

        Assert.Equal(sent.Events, received.Events);
        Assert.Equal(sent, received with { Events = sent.Events });
    }

    [Fact]
    public void A_page_comes_back_whole()
    {
        var gap = new StreamGap(StreamPosition.Origin, Position, Position.Next(), IsDeletion: true);
        var sent = new HistoryPage(Position, [new(Position.Next(), 1, new("a"))], Position.Next(), gap, IsCompleted: true);

        var received = wire.Send(sent);

        Assert.Equal(sent.Events, received.Events);
        Assert.Equal(sent, received with { Events = sent.Events });
        Assert.True(received.IsLast);
        Assert.True(received.IsEnd);
    }

    [Fact]
    public void The_end_of_a_snapshot_comes_back_with_its_page()
    {
        var sent = new HistoryPage(Position, [], Position, Gap: null) { End = Position.Next() };

        Assert.Equal(sent.End, wire.Send(sent).To);
    }

    [Fact]
    public void A_publish_comes_back_whole()
    {
        var sent = new PublishRequest([new("a"), new("b", "t")], "key", StreamPosition.Origin);

        var received = wire.Send(sent);

        Assert.Equal(sent.Events, received.Events);
        Assert.Equal(sent, received with { Events = sent.Events });
    }

    [Fact]
    public void What_is_asked_and_answered_comes_back_equal()
    {
        AssertSame(new PublishResult(PublishOutcome.Repeated, Position, Position.Next()));
        AssertSame(new ReadRequest(StreamStart.Recent(50), 7, 9));
        AssertSame(new ReadRequest(StreamStart.After(Position)));
        AssertSame(new ReadRequest(StreamStart.Snapshot with { Position = Position, Value = 9 }));
        AssertSame(new RetentionOverride(MaxAge: TimeSpan.FromMinutes(1)));
        AssertSame(new StreamInfo(1, Position, 17, 300, 2, 1, new Retention { MaxEvents = 5 }, Durability.Memory, IsCompleted: true));
        AssertSame(new StreamHead(Position, IsCompleted: true));
    }

    [Property]
    public Property Every_event_comes_back_equal()
    {
        var scalar = Gen.Choose(0, 0x10FFFF).Where(Rune.IsValid).Select(value => new Rune(value).ToString());
        var events =
            from text in scalar.ArrayOf()
            from type in scalar.Where(text => EventData.TypeRefusal(text) is null).ArrayOf(5)
            from sequence in Gen.Choose(0, int.MaxValue)
            select new StreamEvent(new(StreamEpoch.New(), sequence), sequence, new(string.Concat(text), string.Concat(type)));

        return Prop.ForAll(events.ToArbitrary(), sent => wire.Send(sent) == sent);
    }

    private void AssertSame<T>(T value) => Assert.Equal(value, wire.Send(value));
}
