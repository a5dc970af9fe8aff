using OrleansSse.Grains.Options;

namespace OrleansSse.Grains.Tests.Options;

public sealed class StreamPatternTests
{
    [Theory]
    [InlineData("orders", "orders", true)]
    [InlineData("orders", "orders.eu", false)]
    [InlineData("orders.eu", "orders", false)]
    [InlineData("orders", "Orders", false)]
    [InlineData("*", "orders", true)]
    [InlineData("*", "orders.eu", false)]
    [InlineData("*.eu", "orders.eu", true)]
    [InlineData("*.eu", "eu", false)]
    [InlineData("orders.*.new", "orders.eu.new", true)]
    [InlineData("orders.*.new", "orders.eu.old", false)]
    [InlineData("orders.>", "orders.eu", true)]
    [InlineData("orders.>", "orders.eu.new", true)]
    [InlineData("orders.>", "orders", false)]
    [InlineData(">", "orders.eu.new", true)]
    [InlineData("*.>", "orders", false)]
    [InlineData("$internal.>", "$internal.a", true)]
    [InlineData("$internal.>", "internal.a", false)]
    public void Matches_names_as_NATS_does_subjects(string pattern, string name, bool matches)
    {
        Assert.True(StreamPattern.TryParse(pattern, out var parsed, out _));
        Assert.Equal(matches, parsed.Matches(StreamName.Parse(name)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData(">.a")]
    [InlineData("a*")]
    [InlineData("a.>b")]
    [InlineData("a b")]
    public void Refuses_what_is_no_pattern_and_says_which(string pattern)
    {
        Assert.False(StreamPattern.TryParse(pattern, out var parsed, out var refusal));
        Assert.Null(parsed);
        Assert.StartsWith($"'{pattern}' is not a pattern of stream names. ", refusal, StringComparison.Ordinal);
    }
}
