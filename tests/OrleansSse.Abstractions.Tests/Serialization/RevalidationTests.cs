namespace OrleansSse.Tests.Serialization;

public sealed class RevalidationTests(Wire wire) : IClassFixture<Wire>
{
    private const long MaxEpoch = 2_821_109_907_455;

    [Fact]
    public void The_look_alikes_have_the_layout_of_the_contract()
    {
        Assert.Equal(new EventData("a", "t"), Receive(new LookAlikes.Data("t", [.. "a"u8])));
        Assert.Equal(new EventData("a") { Key = "k", Ttl = TimeSpan.FromSeconds(2) }, Receive(new(null, [.. "a"u8], "k", 2000)));
        Assert.Equal(StreamName.Default, wire.Send<LookAlikes.Name, StreamName>(new("default")));
        Assert.Equal("zzzzzzzz", wire.Send<LookAlikes.Epoch, StreamEpoch>(new(MaxEpoch)).ToString());
        Assert.Equal("zzzzzzzz-17", wire.Send<LookAlikes.Position, StreamPosition>(new(MaxEpoch, 17)).ToString());
    }

    [Theory]
    [InlineData("a\rb")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    public void Refuses_an_event_of_invalid_type(string type) =>
        Assert.Throws<FormatException>(() => Receive(new(type, [])));

    [Fact]
    public void Refuses_an_event_whose_type_is_too_long() =>
        Assert.Throws<FormatException>(() => Receive(new(new('x', 257), [])));

    [Fact]
    public void Refuses_an_event_whose_data_is_not_utf8() =>
        Assert.Throws<FormatException>(() => Receive(new(null, [0xE2, 0x82])));

    [Fact]
    public void Refuses_an_event_without_data() =>
        Assert.Throws<FormatException>(() => Receive(new(null, null)));

    [Theory]
    [InlineData("", 0)]
    [InlineData("a\n", 0)]
    [InlineData(null, -1)]
    [InlineData(null, 315_360_000_001)]
    public void Refuses_an_event_of_invalid_key_or_time(string? key, long ttl) =>
        Assert.Throws<FormatException>(() => Receive(new(null, [], key, ttl)));

    [Fact]
    public void An_empty_type_becomes_no_type() => Assert.Null(Receive(new("", [])).Type);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("a..b")]
    [InlineData("*")]
    public void Refuses_a_name_that_breaks_the_rule(string? name) =>
        Assert.Throws<FormatException>(() => wire.Send<LookAlikes.Name, StreamName>(new(name)));

    [Theory]
    [InlineData(-1)]
    [InlineData(MaxEpoch + 1)]
    public void Refuses_an_epoch_whose_text_would_be_another_ones(long value)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => wire.Send<LookAlikes.Epoch, StreamEpoch>(new(value)));
        Assert.Throws<ArgumentOutOfRangeException>(() => wire.Send<LookAlikes.Position, StreamPosition>(new(value, 1)));
    }

    [Fact]
    public void Refuses_a_negative_sequence() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => wire.Send<LookAlikes.Position, StreamPosition>(new(1, -1)));

    private EventData Receive(LookAlikes.Data data) => wire.Send<LookAlikes.Data, EventData>(data);
}
