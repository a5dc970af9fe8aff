using System.Text;
using OrleansSse.AspNetCore.Publishing;

namespace OrleansSse.AspNetCore.Tests.Publishing;

public sealed class SseEventReaderTests
{
    private const string Incomplete = "The body ends within an event: put an empty line after each event, also the last.";

    [Theory]
    [InlineData("data: a\n\n", null, "a")]
    [InlineData("data:a\n\n", null, "a")]
    [InlineData("data:  a \n\n", null, " a ")]
    [InlineData("data\n\n", null, "")]
    [InlineData("data:\n\n", null, "")]
    [InlineData("data: \n\n", null, "")]
    [InlineData("data: a\ndata: b\n\n", null, "a\nb")]
    [InlineData("data: a\ndata\n\n", null, "a\n")]
    [InlineData("data\ndata\n\n", null, "\n")]
    [InlineData("event: note\ndata: a\n\n", "note", "a")]
    [InlineData("data: a\nevent:note\n\n", "note", "a")]
    [InlineData("event: x\nevent: note\ndata: a\n\n", "note", "a")]
    [InlineData("event: x\nevent\ndata: a\n\n", null, "a")]
    [InlineData("event: x\n\ndata: a\n\n", null, "a")]
    [InlineData("id: 7\nretry: 10\n: comment\n:\nother: x\nother\nDATA: x\n data: x\ndata : x\ndata: a\n\n", null, "a")]
    [InlineData("data: a\r\r", null, "a")]
    [InlineData("data: a\r\n\r\n", null, "a")]
    [InlineData("data: a\rdata: b\r\ndata: c\n\r", null, "a\nb\nc")]
    [InlineData("\uFEFFdata: a\n\n", null, "a")]
    [InlineData("data: \uFEFFa:\0\f\u0085\u2028b\n\n", null, "\uFEFFa:\0\f\u0085\u2028b")]
    public async Task Reads_an_event_as_the_standard_says(string body, string? type, string data)
    {
        var reading = await ReadAsync(body);

        Assert.Null(reading.Refusal);
        Assert.Equal([(type, data)], reading.Pairs);
    }

    [Fact]
    public async Task All_events_have_the_key_and_time_of_the_whole_body()
    {
        var fields = new EventFields(Key: "all", Ttl: TimeSpan.FromSeconds(60));

        var reading = await Reading.OfAsync("event: t\ndata: a\n\ndata: b\n\n", body => new SseEventReader(body, new(), fields));

        Assert.Equal(
            [new("a", "t") { Key = "all", Ttl = TimeSpan.FromSeconds(60) }, new("b") { Key = "all", Ttl = TimeSpan.FromSeconds(60) }],
            reading.Events);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("\n\r\n\r")]
    [InlineData(": comment\n\n")]
    [InlineData("event: note\n\n")]
    [InlineData("event: note")]
    [InlineData("id: 7\n\nretry: 10\n\n:")]
    [InlineData("\uFEFF\uFEFFdata: a\n\n")]
    public async Task Without_a_data_line_there_is_no_event(string body)
    {
        var reading = await ReadAsync(body);

        Assert.Null(reading.Refusal);
        Assert.Empty(reading.Batches);
    }

    [Theory]
    [InlineData("data: b", 3)]
    [InlineData("data: b\n", 3)]
    [InlineData("data: b\r\n", 3)]
    [InlineData("event: note\ndata", 4)]
    [InlineData("data: b\nevent: note", 4)]
    public async Task Refuses_to_lose_an_event_that_no_empty_line_ends(string rest, long line)
    {
        var reading = await ReadAsync("data: a\n\n" + rest);

        Assert.Equal(["a"], reading.Events.Select(e => e.Text));
        Assert.Equal(new BodyRefusal("incomplete_event", Incomplete, line), reading.Refusal);
    }

    [Fact]
    public async Task Refuses_a_type_that_no_event_can_have()
    {
        var reading = await ReadAsync("data: a\n\nevent: x\0\ndata: b\n\ndata: c\n\n");

        Assert.Equal(["a"], reading.Events.Select(e => e.Text));
        Assert.Equal(
            new BodyRefusal("invalid_event_type", "An event type must not contain CR, LF or NUL.", 5), reading.Refusal);
    }

    [Fact]
    public async Task Refuses_bytes_that_are_not_utf8()
    {
        var reading = await Reading.OfAsync(
            [.. "data: a\n\ndata: "u8, 0xC3, .. "\n\n"u8], [3], body => new SseEventReader(body, new()));

        Assert.Equal(["a"], reading.Events.Select(e => e.Text));
        Assert.Equal(new BodyRefusal("invalid_utf8", "The body must be valid UTF-8.", 3), reading.Refusal);
    }

    [Theory]
    [InlineData("data: 12345678\n\n")]
    [InlineData("data: 123\ndata: 4567\n\n")]
    [InlineData("event: 123\ndata: 45678\n\n")]
    public async Task Takes_an_event_as_large_as_the_limit(string body)
    {
        var reading = await ReadAsync(body, new(EventBytes: 8));

        Assert.Null(reading.Refusal);
        Assert.Equal(8, Assert.Single(reading.Events).ByteCount);
    }

    [Theory]
    [InlineData("data: 123456789\n\n", 3)]
    [InlineData("data: 1234\ndata: 5678\n\n", 4)]
    [InlineData("event: 1234\ndata: 56789\n\n", 5)]
    public async Task Refuses_an_event_larger_than_the_limit(string body, long line)
    {
        var reading = await ReadAsync("data: a\n\n" + body, new(EventBytes: 8));

        Assert.Equal(["a"], reading.Events.Select(e => e.Text));
        Assert.Equal(
            new BodyRefusal("event_too_large", "An event has at most 8 bytes of data, type and key.", line), reading.Refusal);
    }

    [Theory]
    [InlineData("data: ", "a")]
    [InlineData(": ", "a")]
    [InlineData("", "data\n")]
    public async Task Refuses_what_does_not_end_without_keeping_it(string start, string repeated)
    {
        var body = start + string.Concat(Enumerable.Repeat(repeated, 1_000_000 / repeated.Length));
        var stream = new ChunkedStream(Encoding.UTF8.GetBytes(body), [100]);
        var reader = new SseEventReader(System.IO.Pipelines.PipeReader.Create(stream), new(EventBytes: 1000));

        Assert.Null(await reader.ReadBatchAsync(TestContext.Current.CancellationToken));
        Assert.Equal(ErrorCodes.EventTooLarge, reader.Refusal?.Code);
        Assert.InRange(stream.BytesRead, 1000, (repeated.Length * 1000) + 1024 + 100);
    }

    [Fact]
    public async Task A_feed_may_go_on_for_ever_with_comments()
    {
        var body = "data: a\n" + string.Concat(Enumerable.Repeat(": still here\n", 10_000)) + "\n";

        Assert.Equal(["a"], (await ReadAsync(body, new(EventBytes: 100))).Events.Select(e => e.Text));
    }

    private static Task<Reading> ReadAsync(string body, ReadLimits? limits = null) =>
        Reading.OfAsync(body, pipe => new SseEventReader(pipe, limits ?? new()));
}
