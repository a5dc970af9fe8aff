using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace OrleansSse.Tests;

public sealed partial class StreamNameTests
{
    public static TheoryData<string> Names =>
        ["a", "default", "orders.eu-1.new_items", "$SYS.streams", "A.b.0", "_", "-", new string('x', 64), string.Join('.', Enumerable.Repeat(new string('x', 63), 4))];

    public static TheoryData<string?, string> Refused => new()
    {
        { null, "A stream name must not be empty." },
        { "", "A stream name must not be empty." },
        { new string('x', 257), "A stream name has at most 256 characters; this one has 257." },
        { new string('x', 65), "A token of a stream name has at most 64 characters; one here has 65." },
        { ".a", "A stream name must not have an empty token: remove the leading, trailing or double dot." },
        { "a.", "A stream name must not have an empty token: remove the leading, trailing or double dot." },
        { "a..b", "A stream name must not have an empty token: remove the leading, trailing or double dot." },
        { "$", "A stream name must not have an empty token: remove the leading, trailing or double dot." },
        { "$.a", "A stream name must not have an empty token: remove the leading, trailing or double dot." },
        { "a b", "A stream name consists of dot-separated tokens of letters, digits, '_' and '-'; U+0020 is none of these." },
        { "a.*", "A stream name consists of dot-separated tokens of letters, digits, '_' and '-'; U+002A is none of these." },
        { "a.>", "A stream name consists of dot-separated tokens of letters, digits, '_' and '-'; U+003E is none of these." },
        { "a$b", "A stream name consists of dot-separated tokens of letters, digits, '_' and '-'; U+0024 is none of these." },
        { "a/b", "A stream name consists of dot-separated tokens of letters, digits, '_' and '-'; U+002F is none of these." },
        { "é", "A stream name consists of dot-separated tokens of letters, digits, '_' and '-'; U+00E9 is none of these." },
        { "a\n", "A stream name consists of dot-separated tokens of letters, digits, '_' and '-'; U+000A is none of these." },
        { "\0", "A stream name consists of dot-separated tokens of letters, digits, '_' and '-'; U+0000 is none of these." },
    };

    [Theory, MemberData(nameof(Names))]
    public void Takes_a_name_and_gives_it_back(string text)
    {
        Assert.True(StreamName.TryParse(text, out var name, out var refusal));
        Assert.Null(refusal);
        Assert.Equal(text, name.ToString());
        Assert.Equal(name, StreamName.Parse(text));
    }

    [Theory, MemberData(nameof(Refused))]
    public void Says_what_is_wrong_with_a_name(string? text, string expected)
    {
        Assert.False(StreamName.TryParse(text, out var name, out var refusal));
        Assert.Null(name);
        Assert.Equal(expected, refusal);
        Assert.False(StreamName.TryParse(text, null, out _));
        Assert.Equal(expected, Assert.Throws<FormatException>(() => StreamName.Parse(text!)).Message);
    }

    [Theory]
    [InlineData("$SYS", true)]
    [InlineData("SYS", false)]
    public void Knows_the_services_own_streams_by_their_dollar(string text, bool expected) =>
        Assert.Equal(expected, StreamName.Parse(text).IsReserved);

    [Fact]
    public void Names_are_equal_by_text_and_case_counts()
    {
        Assert.Equal(StreamName.Default, StreamName.Parse("default"));
        Assert.NotEqual(StreamName.Parse("Default"), StreamName.Default);
    }

    [Property(MaxTest = 2000)]
    public Property Takes_what_the_rule_as_a_pattern_takes()
    {
        var token = Gen.Choose(0, 70).SelectMany(length => Gen.Elements("aZ09_-".ToCharArray()).ArrayOf(length)).Select(c => new string(c));
        var nearly = Gen.Elements("aZ09_-..$ *>é\n\0".ToCharArray()).ArrayOf().Select(c => new string(c));
        var tokens = token.ArrayOf().Select(t => string.Join('.', t));
        var text = Gen.OneOf(nearly, tokens, tokens.Select(t => "$" + t));

        return Prop.ForAll(text.ToArbitrary(), t => StreamName.TryParse(t, out _, out _) == (t.Length <= 256 && Rule().IsMatch(t)));
    }

    [GeneratedRegex(@"^\$?[A-Za-z0-9_-]{1,64}(\.[A-Za-z0-9_-]{1,64})*\z")]
    private static partial Regex Rule();
}
