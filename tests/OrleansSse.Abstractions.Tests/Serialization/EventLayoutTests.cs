using System.Buffers.Binary;
using System.Text;

namespace OrleansSse.Tests.Serialization;

/// <summary>An event is one run of bytes, and an array of bytes looks on the wire as an event does.</summary>
public sealed class EventLayoutTests(Wire wire) : IClassFixture<Wire>
{
    private const long MaxEpoch = 2_821_109_907_455;
    private const byte Type = 1, Key = 2, Ttl = 4, Newer = 8;

    private static readonly EventData All = new EventData("äb", "t") { Key = "k", Ttl = TimeSpan.FromSeconds(2) };
    private static readonly byte[] AllBytes = [Type | Key | Ttl, .. Text("äb"), .. Text("t"), .. Text("k"), .. Number(2000)];

    [Fact]
    public void The_layout_is_as_it_always_was()
    {
        Assert.Equal(AllBytes, wire.Send<EventData, byte[]>(All));
        Assert.Equal(All, Receive(AllBytes));
        Assert.Equal(new EventData("a"), Receive([0, .. Text("a")]));
        Assert.Equal(new StreamEvent(StreamPosition.Parse("zzzzzzzz-17"), 5, All), ReceiveEvent([.. Number(MaxEpoch), .. Number(17), .. Number(5), .. AllBytes]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(16_383)]
    [InlineData(16_384)]
    [InlineData(2_097_151)]
    [InlineData(2_097_152)]
    public void An_event_of_any_length_is_told_from_the_next(int length) =>
        Assert.Equal([new(new string('a', length)), All], wire.Send<EventData[]>([new(new string('a', length)), All]));

    [Fact]
    public void Parts_that_a_later_version_adds_are_skipped() =>
        Assert.Equal([All, new("b")], wire.Send<byte[][], EventData[]>([[(byte)(Newer | AllBytes[0]), .. AllBytes[1..], 1, 2, 3], [0, .. Text("b")]]));

    [Fact]
    public void An_event_and_its_absence_are_told_apart() => Assert.Equal([All, null, All], wire.Send<EventData?[]>([All, null, All]));

    [Fact]
    public void What_comes_after_events_may_refer_to_what_came_before()
    {
        var key = new string('k', 3);
        var publish = new PublishRequest([All, All], key, KeyAge: TimeSpan.Zero);

        var received = wire.Send(new[] { publish, publish, new([new("b")], key) });

        Assert.Same(received[0], received[1]);
        Assert.Equal([All, All], received[0].Events);
        Assert.Same(received[0].IdempotencyKey, received[2].IdempotencyKey);
        Assert.Equal([new("b")], received[2].Events);
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    public void Refuses_an_event_of_invalid_type(string type) => AssertRefused([Type, .. Text("a"), .. Text(type)]);

    [Theory]
    [InlineData("")]
    [InlineData("a\r")]
    public void Refuses_an_event_of_invalid_key(string key) => AssertRefused([Key, .. Text("a"), .. Text(key)]);

    [Theory]
    [InlineData(-1)]
    [InlineData(315_360_000_001)]
    public void Refuses_an_event_of_invalid_time(long ttl) => AssertRefused([Ttl, .. Text("a"), .. Number(ttl)]);

    [Fact]
    public void Refuses_an_event_whose_data_is_not_utf8() => AssertRefused([0, Length(2), 0xE2, 0x82]);

    [Fact]
    public void Refuses_an_event_that_is_longer_than_it_says() =>
        Assert.Throws<FormatException>(() => wire.Send<byte[][], EventData[]>([[0, Length(9), .. "a"u8], [.. "what comes next"u8]]));

    [Fact]
    public void Refuses_an_event_that_is_shorter_than_its_id() => Assert.Throws<FormatException>(() => ReceiveEvent([1, 2, 3]));

    private static byte[] Text(string text) => [Length(Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    // Orleans says by the zeros at the end how many bytes a number has.
    private static byte Length(int bytes) => (byte)((bytes << 1) | 1);

    private static byte[] Number(long number)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return bytes;
    }

    private EventData Receive(byte[] bytes) => wire.Send<byte[], EventData>(bytes);

    private StreamEvent ReceiveEvent(byte[] bytes) => wire.Send<byte[], StreamEvent>(bytes);

    private void AssertRefused(byte[] bytes) => Assert.Throws<FormatException>(() => Receive(bytes));
}
