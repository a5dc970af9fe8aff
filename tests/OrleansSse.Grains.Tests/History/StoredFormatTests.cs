using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using OrleansSse.Grains.History;

namespace OrleansSse.Grains.Tests.History;

/// <summary>What was stored by an earlier version must be read by every later one.</summary>
public sealed class StoredFormatTests
{
    private static readonly Serializer Serializer =
        new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    private static readonly StreamEpoch Epoch = StreamPosition.Parse("k3x9f2ab-0").Epoch;

    private static readonly SegmentRecord Segment = new(
        [new(new(Epoch, 256), 1_893_456_000_001, new("a\r\nb", "typed")), new(new(Epoch, 257), 1_893_456_000_002, new("ü"))],
        [new("key", 256, 2, 0x0123456789ABCDEF)]);

    private static readonly HeadRecord Head = new()
    {
        Epoch = Epoch,
        First = 3,
        Last = 257,
        Segments = [new(1, 255, 65_536, 1_893_456_000_000, 7, 0xFEDCBA9876543210)],
        Tail = Segment,
        Retention = new(1000, null, TimeSpan.FromHours(1)),
        Discarded = [new(1, 256, 12, 1, 0, 5)],
    };

    [Fact]
    public void A_segment_of_version_1_can_be_read() => AssertSame(Segment, Read<SegmentRecord>(
        "IOggAAUh6CDoAKApWz1ztwECCOABoADaYm3cIehAC3R5cGVkQQlhDQpi4OAg6CDoAKApWz1ztwEKCOABIAHaYm3cIejAAUEFw7zg4OAhAAMh6EAHa2V5AQII"
        + "AQmB782riWdFIwHg4OA="));

    [Fact]
    public void A_head_of_version_1_can_be_read()
    {
        var head = Read<HeadRecord>(
            "IOgg6ACgKVs9c7fgAQ0BCgghAAMh6AAFAfoHAQQAEAEgANpibdwBHYEQMlR2mLrc/uDgIeggAAUh6CDoAKApWz1ztwECCOABoADaYm3cIehAC3R5cGVkQQlh"
        + "DQpi4OAg6CDoAKApWz1ztwEKCOABIAHaYm3cIejAAUEFw7zg4OAhAAMh6EAHa2V5AQIIAQmB782riWdFIwHg4OAh6ABCH8EBgQBoxGEIAAAA4CEAAyHoAAUB"
        + "AggBMQEFAQEBC+Dg4A==");

        AssertSame(Head.Tail, head.Tail);
        Assert.Equal(Head.Segments, head.Segments);
        Assert.Equal(Head.Discarded, head.Discarded);
        Assert.Equal((Head.Epoch, Head.First, Head.Last, Head.Retention), (head.Epoch, head.First, head.Last, head.Retention));
        Assert.False(head.IsCompleted);
        Assert.Empty(head.Deleted);
    }

    // An event has them since version 2.
    [Fact]
    public void A_segment_with_a_key_and_a_time_of_version_2_can_be_read() => AssertSame(
        new([new(new(Epoch, 256), 1_893_456_000_001, new EventData("a") { Key = "key", Ttl = TimeSpan.FromSeconds(1.5) })], []),
        Read<SegmentRecord>("IOggAAMh6CDoAKApWz1ztwECCOABoADaYm3cIehBA2FBB2tleQHiLuDg4CHg4A=="));

    [Fact]
    public void What_an_event_does_not_have_takes_no_room() => Assert.Equal(
        Serializer.SerializeToArray(new EventData("a")).Length + 1 + "KEY".Length,
        Serializer.SerializeToArray(new EventData("a") { Key = "KEY" }).Length);

    private static T Read<T>(string base64)
        where T : class
    {
        var record = Serializer.Deserialize<T>(Convert.FromBase64String(base64));
        Assert.NotNull(record);
        return record;
    }

    private static void AssertSame(SegmentRecord expected, SegmentRecord found)
    {
        Assert.Equal(expected.Events, found.Events);
        Assert.Equal(expected.Keys, found.Keys);
    }
}
