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

    public static TheoryData<string, string> RefusedKeys => new()
    {
        { "", "An event's key has 1 to 128 characters." },
        { new string('x', 129), "An event's key has 1 to 128 characters." },
        { "a\rb", "An event's key must not contain CR, LF or NUL." },
        { "a\n", "An event's key must not contain CR, LF or NUL." },
        { "\0", "An event's key must not contain CR, LF or NUL." },
        { "\uDC00b", "An event's key must be valid Unicode: it has a lone surrogate." },
    };

    public static TheoryData<TimeSpan> RefusedTtls =>
        [TimeSpan.Zero, TimeSpan.FromTicks(9_999), TimeSpan.FromSeconds(-1), TimeSpan.FromDays(3650) + TimeSpan.FromTicks(1), TimeSpan.MaxValue];

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
    public void Has_a_key_and_a_time_where_it_is_given_them()
    {
        var plain = new EventData("a", "t");
        var data = plain with { Key = new string('é', 128), Ttl = TimeSpan.FromSeconds(1.5) };

        Assert.Equal((null, null), (plain.Key, plain.Ttl));
        Assert.Equal((new string('é', 128), TimeSpan.FromSeconds(1.5)), (data.Key, data.Ttl));
        Assert.Equal(("a", "t", 258), (data.Text, data.Type, data.ByteCount));
        Assert.Equal(plain, data with { Key = null, Ttl = null });
    }

    [Fact]
    public void A_time_is_kept_to_the_millisecond()
    {
        Assert.Equal(TimeSpan.FromMilliseconds(1), new EventData("a") { Ttl = TimeSpan.FromTicks(19_999) }.Ttl);
        Assert.Equal(TimeSpan.FromDays(3650), new EventData("a") { Ttl = TimeSpan.FromDays(3650) }.Ttl);
    }

    [Theory, MemberData(nameof(RefusedKeys))]
    public void Refuses_a_key_that_cannot_be_one(string key, string expected)
    {
        Assert.Equal(expected, EventData.KeyRefusal(key));
        Assert.StartsWith(expected, Assert.Throws<ArgumentException>("Key", () => new EventData("") { Key = key }).Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(RefusedTtls))]
    public void Refuses_a_time_that_is_too_short_or_too_long(TimeSpan ttl) => Assert.StartsWith(
        "An event's ttl is from 0.001 seconds to 3650 days.",
        Assert.Throws<ArgumentOutOfRangeException>("Ttl", () => new EventData("") { Ttl = ttl }).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_key_without_data_is_removed()
    {
        Assert.True((new EventData("") with { Key = "a" }).RemovesKey);
        Assert.False((new EventData(" ") with { Key = "a" }).RemovesKey);
        Assert.False(new EventData("").RemovesKey);
    }

    [Fact]
    public void Its_text_tells_nothing_of_its_data() =>
        Assert.Equal("EventData { Type = t, Bytes = 6 }", new EventData("secret", "t") { Key = "secret" }.ToString());

    [Fact]
    public void Is_equal_by_type_and_data()
    {
        var data = new EventData("a", "t");

        Assert.Equal(data, new EventData("a", "t"));
        Assert.Equal(data.GetHashCode(), new EventData("a", "t").GetHashCode());
        Assert.NotEqual(data, new EventData("a"));
        Assert.NotEqual(data, new EventData("b", "t"));
        Assert.NotEqual(data, data with { Key = "k" });
        Assert.NotEqual(data, data with { Ttl = TimeSpan.FromSeconds(1) });
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
