using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace OrleansSse.Tests;

public sealed class StreamEpochTests
{
    [Theory]
    [InlineData("k3x9f2ab")]
    [InlineData("00000001")]
    [InlineData("zzzzzzzz")]
    public void Takes_an_epoch_and_gives_it_back(string text)
    {
        Assert.True(StreamEpoch.TryParse(text, out var epoch));
        Assert.Equal(text, epoch.ToString());
        Assert.False(epoch.IsOrigin);
    }

    [Theory]
    [InlineData("")]
    [InlineData("k3x9f2a")]
    [InlineData("k3x9f2abc")]
    [InlineData("K3X9F2AB")]
    [InlineData("k3x9f2a-")]
    [InlineData("k3x9f2a ")]
    [InlineData("k3x9f2aé")]
    [InlineData("k3x9f2a٣")]
    public void Refuses_what_is_not_8_digits_of_base_36(string text)
    {
        Assert.False(StreamEpoch.TryParse(text, out var epoch));
        Assert.True(epoch.IsOrigin);
    }

    [Fact]
    public void The_default_is_the_origin()
    {
        Assert.Equal("00000000", default(StreamEpoch).ToString());
        Assert.True(StreamEpoch.TryParse("00000000", out var parsed));
        Assert.Equal(default, parsed);
        Assert.True(parsed.IsOrigin);
    }

    [Fact]
    public void New_epochs_differ_and_are_never_the_origin()
    {
        var epochs = Enumerable.Range(0, 1000).Select(_ => StreamEpoch.New()).ToHashSet();

        Assert.Equal(1000, epochs.Count);
        Assert.DoesNotContain(default, epochs);
    }

    [Property(MaxTest = 1000)]
    public Property Every_text_of_the_alphabet_is_an_epoch_of_its_own() =>
        Prop.ForAll(
            Gen.Elements("0123456789abcdefghijklmnopqrstuvwxyz".ToCharArray()).ArrayOf(8).Select(c => new string(c)).ToArbitrary(),
            text => StreamEpoch.TryParse(text, out var epoch) && epoch.ToString() == text);
}
