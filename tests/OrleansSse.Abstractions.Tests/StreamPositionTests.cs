using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace OrleansSse.Tests;

public sealed class StreamPositionTests
{
    [Theory]
    [InlineData("k3x9f2ab-17")]
    [InlineData("k3x9f2ab-0")]
    [InlineData("00000000-1")]
    [InlineData("zzzzzzzz-9223372036854775806")]
    public void Takes_an_event_id_and_gives_it_back(string text)
    {
        Assert.True(StreamPosition.TryParse(text, out var position));
        Assert.Equal(text, position.ToString());
        Assert.Equal(position, StreamPosition.Parse(text));
        Assert.True(StreamPosition.TryParse(text, null, out var parsed));
        Assert.Equal(position, parsed);
        Assert.False(position.IsOrigin);
    }

    [Theory]
    [InlineData("")]
    [InlineData("17")]
    [InlineData("k3x9f2ab")]
    [InlineData("k3x9f2ab-")]
    [InlineData("k3x9f2ab_17")]
    [InlineData("k3x9f2ab-017")]
    [InlineData("k3x9f2ab-00")]
    [InlineData("k3x9f2ab-+17")]
    [InlineData("k3x9f2ab--17")]
    [InlineData("k3x9f2ab- 17")]
    [InlineData("k3x9f2ab-17 ")]
    [InlineData("k3x9f2ab-17\0")]
    [InlineData("k3x9f2ab-1.7")]
    [InlineData("k3x9f2ab-1e3")]
    [InlineData("k3x9f2ab-٣")]
    [InlineData("K3X9F2AB-17")]
    [InlineData("k3x9f2a-17")]
    [InlineData("k3x9f2abc-17")]
    [InlineData("k3x9f2ab-9223372036854775808")]
    [InlineData("k3x9f2ab-99999999999999999999")]
    public void Refuses_what_is_not_in_the_one_form(string text)
    {
        Assert.False(StreamPosition.TryParse(text, out var position));
        Assert.Equal(default, position);
        Assert.Equal(
            "An event id is 8 characters of [0-9a-z], '-', and a decimal sequence, as in k3x9f2ab-17.",
            Assert.Throws<FormatException>(() => StreamPosition.Parse(text)).Message);
    }

    [Fact]
    public void Refuses_the_one_sequence_that_has_no_next() =>
        Assert.False(StreamPosition.TryParse("k3x9f2ab-9223372036854775807", out _));

    [Fact]
    public void Refuses_no_text() => Assert.False(StreamPosition.TryParse(null, null, out _));

    [Fact]
    public void The_default_is_the_origin()
    {
        Assert.Equal("00000000-0", default(StreamPosition).ToString());
        Assert.Equal(StreamPosition.Origin, StreamPosition.Parse("00000000-0"));
        Assert.True(StreamPosition.Origin.IsOrigin);
    }

    [Fact]
    public void A_negative_sequence_cannot_be_made()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new StreamPosition(default, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => StreamPosition.Origin with { Sequence = -1 });
    }

    [Fact]
    public void Next_is_one_further_in_the_same_epoch() =>
        Assert.Equal("k3x9f2ab-18", StreamPosition.Parse("k3x9f2ab-17").Next().ToString());

    [Fact]
    public void The_longest_text_fits_the_announced_length()
    {
        var utf8 = new byte[StreamPosition.MaxLength];

        Assert.True(StreamPosition.TryParse("zzzzzzzz-1", out var z));
        Assert.True((z with { Sequence = long.MaxValue }).TryFormat(utf8, out var written));
        Assert.Equal("zzzzzzzz-9223372036854775807", Encoding.ASCII.GetString(utf8, 0, written));
        Assert.Equal(StreamPosition.MaxLength, written);
    }

    [Property(MaxTest = 1000)]
    public Property The_text_comes_back_equal_as_characters_and_as_bytes()
    {
        var positions =
            from sequence in ArbMap.Default.GeneratorFor<DoNotSize<long>>()
            from shift in Gen.Choose(0, 62)
            select new StreamPosition(StreamEpoch.New(), Math.Min(sequence.Item & long.MaxValue, long.MaxValue - 1) >> shift);

        return Prop.ForAll(positions.ToArbitrary(), position =>
        {
            var text = position.ToString();
            var utf8 = new byte[text.Length];
            return StreamPosition.TryParse(text, out var parsed) && parsed == position
                && position.TryFormat(utf8, out var written) && Encoding.ASCII.GetString(utf8, 0, written) == text
                && !position.TryFormat(utf8.AsSpan(..^1), out _);
        });
    }
}
