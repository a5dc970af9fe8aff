using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OrleansSse.AspNetCore.Publishing;

namespace OrleansSse.AspNetCore.Tests.Publishing;

public sealed class SingleEventReaderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("\uFEFFa\r\nb\n\0")]
    public async Task The_whole_text_is_the_data(string body)
    {
        var reading = await ReadAsync(body, type: "note");

        Assert.Null(reading.Refusal);
        Assert.Equal([("note", body)], reading.Pairs);
    }

    [Theory]
    [InlineData("null")]
    [InlineData(" { \"a\" : [1, 2.0] }\n")]
    [InlineData("\"\\ud800\"")]
    public async Task Json_is_kept_byte_for_byte(string body)
    {
        var reading = await ReadAsync(body, mustBeJson: true);

        Assert.Null(reading.Refusal);
        Assert.Equal([(null, body)], reading.Pairs);
    }

    [Fact]
    public async Task Json_may_have_any_depth()
    {
        var deep = new string('[', 2000) + new string(']', 2000);

        Assert.Equal([(null, deep)], (await ReadAsync(deep, mustBeJson: true)).Pairs);
    }

    [Theory]
    [InlineData("", "The body must be valid JSON; it is not from line 1, byte 1 on.")]
    [InlineData("{\n  oops\n}", "The body must be valid JSON; it is not from line 2, byte 3 on.")]
    [InlineData("1 2", "The body must be valid JSON; it is not from line 1, byte 3 on.")]
    [InlineData("[1,]", "The body must be valid JSON; it is not from line 1, byte 4 on.")]
    [InlineData("/**/1", "The body must be valid JSON; it is not from line 1, byte 1 on.")]
    public async Task Says_where_json_is_none(string body, string message)
    {
        var reading = await ReadAsync(body, mustBeJson: true);

        Assert.Empty(reading.Batches);
        Assert.Equal(new BodyRefusal("invalid_json", message, null), reading.Refusal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Refuses_bytes_that_are_not_utf8(bool mustBeJson)
    {
        var reading = await Reading.OfAsync(
            [.. "\"a"u8, 0xFF, .. "\""u8], [1], body => new SingleEventReader(body, new(), default, mustBeJson));

        Assert.Empty(reading.Batches);
        Assert.Equal(new BodyRefusal("invalid_utf8", "Event data must be valid UTF-8.", null), reading.Refusal);
    }

    [Fact]
    public async Task Refuses_a_type_that_no_event_can_have()
    {
        var reading = await ReadAsync("a", type: "x\ny");

        Assert.Empty(reading.Batches);
        Assert.Equal(
            new BodyRefusal("invalid_event_type", "An event type must not contain CR, LF or NUL.", null), reading.Refusal);
    }

    [Theory]
    [InlineData("12345678", null, true)]
    [InlineData("12345", "abc", true)]
    [InlineData("123456789", null, false)]
    [InlineData("123456", "abc", false)]
    public async Task Data_and_type_may_be_as_large_as_the_limit(string body, string? type, bool isTaken)
    {
        var reading = await ReadAsync(body, type, limits: new(EventBytes: 8));

        Assert.Equal(isTaken ? 1 : 0, reading.Events.Count());
        Assert.Equal(isTaken ? null : ErrorCodes.EventTooLarge, reading.Refusal?.Code);
    }

    [Fact]
    public async Task Refuses_a_body_that_does_not_end_without_keeping_it()
    {
        var stream = new ChunkedStream(new byte[1_000_000], [100]);
        var reader = new SingleEventReader(System.IO.Pipelines.PipeReader.Create(stream), new(EventBytes: 1000), default, mustBeJson: false);

        Assert.Null(await reader.ReadBatchAsync(TestContext.Current.CancellationToken));
        Assert.Equal(ErrorCodes.EventTooLarge, reader.Refusal?.Code);
        Assert.InRange(stream.BytesRead, 1000, 1000 + 100);
    }

    [Property]
    public Property Every_text_is_kept_in_whatever_pieces_it_arrives()
    {
        var cases =
            from data in Generators.Data
            from sizes in Generators.ChunkSizes
            select (data, sizes);

        return Prop.ForAll(cases.ToArbitrary(), async given =>
        {
            var reading = await Reading.OfAsync(
                Encoding.UTF8.GetBytes(given.data), given.sizes, body => new SingleEventReader(body, new(BatchEvents: 1), default, mustBeJson: false));

            Assert.Equal([new EventData(given.data)], reading.Events);
        });
    }

    private static Task<Reading> ReadAsync(
        string body, string? type = null, bool mustBeJson = false, ReadLimits? limits = null) =>
        Reading.OfAsync(body, pipe => new SingleEventReader(pipe, limits ?? new(), new(type), mustBeJson));
}
