using System.Text;
using OrleansSse.AspNetCore.Publishing;

namespace OrleansSse.AspNetCore.Tests.Publishing;

public sealed class NdjsonEventReaderTests
{
    private const string Ttl = "The member \"ttl\" is a number of seconds from 0.001 to 315360000, as 90 or 0.5.";

    public static TheoryData<string, string?, string> Lines => new()
    {
        { """{"data":"a"}""", null, "a" },
        { """{"type":"note","data":"a"}""", "note", "a" },
        { """{"data":"a","type":"note"}""", "note", "a" },
        { """{"type":null,"data":"a"}""", null, "a" },
        { """{"type":"","data":"a"}""", null, "a" },
        { """{"data":""}""", null, "" },
        { """{"data":"a\r\nb\u0000\"\\\/é\u00e9\ud83d\ude00"}""", null, "a\r\nb\0\"\\/éé😀" },
        { """ 	{ "type" : "note" , "data" : "a" } 	""", "note", "a" },
        { """{"dat\u0061":"a"}""", null, "a" },
        { """{"data":null}""", null, "null" },
        { """{"data":true}""", null, "true" },
        { """{"data":-1.50e3}""", null, "-1.50e3" },
        { """{"data": -1.50e3 ,"type":"note"}""", "note", "-1.50e3" },
        { """{"data": [ 1, "\u00e9" ] }""", null, """[ 1, "\u00e9" ]""" },
        { """{"data":{"data":1,"data":2,"x":[]}}""", null, """{"data":1,"data":2,"x":[]}""" },
    };

    public static TheoryData<string, string, string> Refused => new()
    {
        { "oops", "invalid_json", "A line must be one JSON object; this one is not valid JSON from byte 1 on." },
        { """{"data":"a" """, "invalid_json", "A line must be one JSON object; this one is not valid JSON from byte 13 on." },
        { """{"data":"a",}""", "invalid_json", "A line must be one JSON object; this one is not valid JSON from byte 13 on." },
        { """{"data":"a"}{"data":"b"}""", "invalid_json", "A line must be one JSON object; this one is not valid JSON from byte 13 on." },
        { """{"data":01}""", "invalid_json", "A line must be one JSON object; this one is not valid JSON from byte 10 on." },
        { "{\"data\":\"\t\"}", "invalid_json", "A line must be one JSON object; this one is not valid JSON from byte 10 on." },
        { "\"a\"", "invalid_event", """A line must be a JSON object, as in {"type":"note","data":"text"}.""" },
        { "[]", "invalid_event", """A line must be a JSON object, as in {"type":"note","data":"text"}.""" },
        { "{}", "invalid_event", """An event must have a member "data".""" },
        { """{"type":"note"}""", "invalid_event", """An event must have a member "data".""" },
        { """{"type":1,"data":"a"}""", "invalid_event", """The member "type" must be a string or null.""" },
        { """{"data":"a","id":"b"}""", "invalid_event", """An event has one member "data" and at most one "type", "key" and "ttl", and no others; "id" is one too many.""" },
        { """{"Data":"a"}""", "invalid_event", """An event has one member "data" and at most one "type", "key" and "ttl", and no others; "Data" is one too many.""" },
        { """{"data":1,"data":2}""", "invalid_event", """An event has one member "data" and at most one "type", "key" and "ttl", and no others; "data" is one too many.""" },
        { """{"type":null,"type":"a","data":2}""", "invalid_event", """An event has one member "data" and at most one "type", "key" and "ttl", and no others; "type" is one too many.""" },
        { "{\"" + new string('x', 65) + "\":1}", "invalid_event", """An event has one member "data" and at most one "type", "key" and "ttl", and no others; "…" is one too many.""" },
        { """{"key":"a","key":"a","data":2}""", "invalid_event", """An event has one member "data" and at most one "type", "key" and "ttl", and no others; "key" is one too many.""" },
        { """{"key":1,"data":"a"}""", "invalid_event", """The member "key" must be a string or null.""" },
        { """{"key":"","data":"a"}""", "invalid_event_key", "An event's key has 1 to 128 characters." },
        { """{"key":"a\n","data":"a"}""", "invalid_event_key", "An event's key must not contain CR, LF or NUL." },
        { """{"key":"\ud800","data":"a"}""", "invalid_utf8", "A JSON string must be valid Unicode; an escape here is a lone surrogate." },
        { """{"ttl":"1","data":"a"}""", "invalid_ttl", Ttl },
        { """{"ttl":0,"data":"a"}""", "invalid_ttl", Ttl },
        { """{"ttl":-1,"data":"a"}""", "invalid_ttl", Ttl },
        { """{"ttl":1e99,"data":"a"}""", "invalid_ttl", Ttl },
        { """{"ttl":[],"data":"a"}""", "invalid_ttl", Ttl },
        { """{"data":"\ud800"}""", "invalid_utf8", "A JSON string must be valid Unicode; an escape here is a lone surrogate." },
        { """{"type":"\udc00","data":1}""", "invalid_utf8", "A JSON string must be valid Unicode; an escape here is a lone surrogate." },
        { """{"type":"a\nb","data":1}""", "invalid_event_type", "An event type must not contain CR, LF or NUL." },
        { """{"type":"\u0000","data":1}""", "invalid_event_type", "An event type must not contain CR, LF or NUL." },
    };

    [Theory, MemberData(nameof(Lines))]
    public async Task Reads_a_line_as_an_event(string line, string? type, string data)
    {
        var reading = await ReadAsync(line + "\n");

        Assert.Null(reading.Refusal);
        Assert.Equal([(type, data)], reading.Pairs);
    }

    [Fact]
    public async Task A_line_says_its_key_and_time_or_has_those_of_the_whole_body()
    {
        var fields = new EventFields(Type: "not of a feed", Key: "all", Ttl: TimeSpan.FromSeconds(60));

        var reading = await Reading.OfAsync(
            """
            {"key":"own","ttl":1.5,"data":"a"}
            {"data":"b","ttl":2e-3}
            {"key":null,"ttl":null,"data":"c","type":"t"}
            """,
            body => new NdjsonEventReader(body, new(), fields));

        Assert.Equal(
            [
                new("a") { Key = "own", Ttl = TimeSpan.FromSeconds(1.5) },
                new("b") { Key = "all", Ttl = TimeSpan.FromMilliseconds(2) },
                new("c", "t") { Key = "all", Ttl = TimeSpan.FromSeconds(60) },
            ],
            reading.Events);
        Assert.Equal([new EventData("a")], (await ReadAsync("{\"data\":\"a\"}")).Events);
    }

    [Theory, MemberData(nameof(Refused))]
    public async Task Says_what_is_wrong_with_a_line(string line, string code, string message)
    {
        var reading = await ReadAsync("{\"data\":1}\n\n" + line + "\n{\"data\":2}\n");

        Assert.Equal(["1"], reading.Events.Select(e => e.Text));
        Assert.Equal(new BodyRefusal(code, message, 3), reading.Refusal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\uFEFF")]
    [InlineData("\r\n \t\n\n")]
    public async Task Blank_lines_are_no_events(string body)
    {
        var reading = await ReadAsync(body);

        Assert.Null(reading.Refusal);
        Assert.Empty(reading.Batches);
    }

    [Fact]
    public async Task The_last_line_needs_no_end() =>
        Assert.Equal(["1", "2"], (await ReadAsync("{\"data\":1}\r\n{\"data\":2}")).Events.Select(e => e.Text));

    [Fact]
    public async Task A_byte_order_mark_is_skipped_at_the_start_only()
    {
        var reading = await ReadAsync("\uFEFF{\"data\":1}\n\uFEFF{\"data\":2}\n");

        Assert.Equal(["1"], reading.Events.Select(e => e.Text));
        Assert.Equal((ErrorCodes.InvalidJson, 2L), (reading.Refusal?.Code, reading.Refusal?.Line));
    }

    [Fact]
    public async Task Refuses_bytes_that_are_not_utf8()
    {
        var reading = await Reading.OfAsync(
            [.. "{\"data\":1}\n{\"data\":\""u8, 0xFF, .. "\"}\n"u8], [3], body => new NdjsonEventReader(body, new()));

        Assert.Equal(["1"], reading.Events.Select(e => e.Text));
        Assert.Equal(new BodyRefusal("invalid_utf8", "The body must be valid UTF-8.", 2), reading.Refusal);
    }

    [Fact]
    public async Task Takes_json_of_any_depth()
    {
        var deep = new string('[', 2000) + new string(']', 2000);

        Assert.Equal([deep], (await ReadAsync($"{{\"data\":{deep}}}\n")).Events.Select(e => e.Text));
    }

    [Theory]
    [InlineData("{\"data\":\"12345678\"}")]
    [InlineData("{\"data\":\"\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\"}")]
    [InlineData("{\"type\":\"123\",\"data\":12345}")]
    public async Task Takes_an_event_as_large_as_the_limit_however_it_is_escaped(string line)
    {
        var reading = await ReadAsync(line, new(EventBytes: 8));

        Assert.Null(reading.Refusal);
        Assert.Equal(8, Assert.Single(reading.Events).ByteCount);
    }

    [Theory]
    [InlineData("{\"data\":\"123456789\"}")]
    [InlineData("{\"data\":123456789}")]
    [InlineData("{\"type\":\"1234\",\"data\":12345}")]
    [InlineData("{\"data\":\"\\n12345678\"}")]
    public async Task Refuses_an_event_larger_than_the_limit(string line)
    {
        var reading = await ReadAsync("{\"data\":1}\n" + line, new(EventBytes: 8));

        Assert.Equal(["1"], reading.Events.Select(e => e.Text));
        Assert.Equal(
            new BodyRefusal("event_too_large", "An event has at most 8 bytes of data, type and key.", 2), reading.Refusal);
    }

    [Fact]
    public async Task Refuses_a_line_that_does_not_end_without_keeping_it()
    {
        var limits = new ReadLimits(EventBytes: 1000);
        var stream = new ChunkedStream(Encoding.UTF8.GetBytes("{\"data\":\"" + new string('a', 1_000_000)), [100]);
        var reader = new NdjsonEventReader(System.IO.Pipelines.PipeReader.Create(stream), limits);

        Assert.Null(await reader.ReadBatchAsync(TestContext.Current.CancellationToken));
        Assert.Equal((ErrorCodes.EventTooLarge, 1L), (reader.Refusal?.Code, reader.Refusal?.Line));
        Assert.InRange(stream.BytesRead, 1000, (6 * 1000) + 1024 + 100);
    }

    private static Task<Reading> ReadAsync(string body, ReadLimits? limits = null) =>
        Reading.OfAsync(body, pipe => new NdjsonEventReader(pipe, limits ?? new()));
}
