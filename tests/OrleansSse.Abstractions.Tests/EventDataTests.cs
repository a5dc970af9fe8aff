using System.Text;
using FsCheck.Xunit;

namespace OrleansSse.Tests;

public sealed class EventDataTests
{
    public static TheoryData<string> Texts => ["", "a", "a\r\nb\rc\n", "\0", "\uFEFFa", "\f\u0085\u2028\u2029", "grüße 😀"];

    public static TheoryData<string> LoneSurrogates => ["\uD800", "a\uDC00b", "\uDC00\uD800"];

    public static TheoryData<byte[]> InvalidUtf8 =>
    [
        new byte[] { 0xFF },
        new byte[] { 0x80 },
        new byte[] { 0xC0, 0x80 },
        new byte[] { 0xE2, 0x82 },
        new byte[] { 0xED, 0xA0, 0x80 },
        new byte[] { 0xF4, 0x90, 0x80, 0x80 },
    ];

    public static TheoryData<string, string> RefusedTypes => new()
    {
        { "a\rb", "An event type must not contain CR, LF or NUL." },
        { "a\n", "An event type must not contain CR, LF or NUL." },
        { "\0", "An event type must not contain CR, LF or NUL." },
        { "a\uD800", "An event type must be valid Unicode: it has a lone surrogate." },
        { "\uDC00b", "An event type must be valid Unicode: it has a lone surrogate." },
        { new string('x', 257), "An event type has at most 256 bytes of UTF-8." },
        { new string('é', 129), "An event type has at most 256 bytes of UTF-8." },
    };

    [Theory, MemberData(nameof(Texts))]
    public void Keeps_every_text_as_it_is(string text)
    {
        var data = new EventData(text);

        Assert.Equal(text, data.Text);
        Assert.Equal(Encoding.UTF8.GetBytes(text), data.Utf8.ToArray());
        Assert.Null(data.Type);
    }

    [Theory]
    [InlineData("note")]
    [InlineData(" leading space")]
    [InlineData(":")]
    [InlineData("\f\u0085\u2028\uFEFF😀")]
    public void Keeps_a_type_as_it_is(string type) => Assert.Equal(type, new EventData("", type).Type);

    [Fact]
    public void An_empty_type_is_no_type()
    {
        Assert.Null(new EventData("a", "").Type);
        Assert.True(EventData.TryCreate("a"u8, "", out var data, out _));
        Assert.Null(data.Type);
    }

    [Fact]
    public void A_type_may_have_256_bytes() => Assert.Null(EventData.TypeRefusal(new string('é', 128)));

    [Theory, MemberData(nameof(RefusedTypes))]
    public void Refuses_a_type_that_a_frame_cannot_carry(string type, string expected)
    {
        Assert.Equal(expected, EventData.TypeRefusal(type));
        Assert.StartsWith(expected, Assert.Throws<ArgumentException>(nameof(type), () => new EventData("", type)).Message, StringComparison.Ordinal);
        Assert.False(EventData.TryCreate("a"u8, type, out var data, out var refusal));
        Assert.Null(data);
        Assert.Equal(expected, refusal);
    }

    [Theory, MemberData(nameof(LoneSurrogates))]
    public void Refuses_a_text_with_a_lone_surrogate(string text) =>
        Assert.StartsWith(
            "Event data must be valid Unicode: it has a lone surrogate.",
            Assert.Throws<ArgumentException>("data", () => new EventData(text)).Message,
            StringComparison.Ordinal);

    [Theory, MemberData(nameof(InvalidUtf8))]
    public void Refuses_bytes_that_are_not_utf8(byte[] bytes)
    {
        Assert.False(EventData.TryCreate(bytes, null, out var data, out var refusal));
        Assert.Null(data);
        Assert.Equal("Event data must be valid UTF-8.", refusal);
    }

    [Fact]
    public void Refuses_no_text() => Assert.Throws<ArgumentNullException>(() => new EventData(null!));

    [Fact]
    public void Keeps_its_own_copy_of_the_bytes()
    {
        byte[] bytes = [.. "abc"u8];
        Assert.True(EventData.TryCreate(bytes, null, out var data, out _));

        bytes[0] = 0xFF;

        Assert.Equal("abc", data.Text);
    }

    [Fact]
    public void Counts_data_and_type_as_utf8()
    {
        Assert.Equal(0, new EventData("").ByteCount);
        Assert.Equal(7, new EventData("aé", "😀").ByteCount);
    }

    [Fact]
    public void Is_equal_by_type_and_data()
    {
        var data = new EventData("a", "t");

        Assert.Equal(data, new EventData("a", "t"));
        Assert.Equal(data.GetHashCode(), new EventData("a", "t").GetHashCode());
        Assert.NotEqual(data, new EventData("a"));
        Assert.NotEqual(data, new EventData("b", "t"));
        Assert.Equal(new StreamEvent(default, 1, data), new StreamEvent(default, 1, new EventData("a", "t")));
    }

    [Property(MaxTest = 1000)]
    public bool Takes_exactly_the_bytes_that_a_strict_decoder_takes(byte[] bytes)
    {
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        var accepted = EventData.TryCreate(bytes, null, out var data, out _);
        try
        {
            return strict.GetString(bytes) == data?.Text;
        }
        catch (DecoderFallbackException)
        {
            return !accepted;
        }
    }
}
