using System.Net.ServerSentEvents;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OrleansSse.AspNetCore.Frames;

namespace OrleansSse.AspNetCore.Tests.Frames;

public sealed class FrameEncoderTests
{
    private static readonly StreamPosition Id = StreamPosition.Parse("k3x9f2ab-17");

    [Theory]
    [InlineData("a", null, "id: k3x9f2ab-17\ndata: a\n\n")]
    [InlineData("a", "note", "id: k3x9f2ab-17\nevent: note\ndata: a\n\n")]
    [InlineData("", null, "id: k3x9f2ab-17\ndata: \n\n")]
    [InlineData(" a", " b", "id: k3x9f2ab-17\nevent:  b\ndata:  a\n\n")]
    [InlineData(":a", ":b", "id: k3x9f2ab-17\nevent: :b\ndata: :a\n\n")]
    [InlineData("a\nb", null, "id: k3x9f2ab-17\ndata: a\ndata: b\n\n")]
    [InlineData("a\rb", null, "id: k3x9f2ab-17\ndata: a\ndata: b\n\n")]
    [InlineData("a\r\nb", null, "id: k3x9f2ab-17\ndata: a\ndata: b\n\n")]
    [InlineData("a\n\rb", null, "id: k3x9f2ab-17\ndata: a\ndata: \ndata: b\n\n")]
    [InlineData("a\r\r\nb", null, "id: k3x9f2ab-17\ndata: a\ndata: \ndata: b\n\n")]
    [InlineData("a\n", null, "id: k3x9f2ab-17\ndata: a\ndata: \n\n")]
    [InlineData("\n", null, "id: k3x9f2ab-17\ndata: \ndata: \n\n")]
    [InlineData("\r\n\r\n", null, "id: k3x9f2ab-17\ndata: \ndata: \ndata: \n\n")]
    [InlineData("a\fb\u0085c\u2028d\u2029e", null, "id: k3x9f2ab-17\ndata: a\fb\u0085c\u2028d\u2029e\n\n")]
    [InlineData("\0\uFEFF😀", "grüße", "id: k3x9f2ab-17\nevent: grüße\ndata: \0\uFEFF😀\n\n")]
    public void Writes_one_data_line_for_each_line_of_the_data(string data, string? type, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(FrameEncoder.Encode(new(Id, 0, new(data, type)))));

    [Fact]
    public void Leaves_the_id_out_when_there_is_none() =>
        Assert.Equal("event: error\ndata: a\n\n"u8.ToArray(), FrameEncoder.Encode(null, "error", "a"u8));

    [Fact]
    public void Refuses_a_destination_that_is_too_short()
    {
        var streamEvent = new StreamEvent(Id, 0, new("a\nb", "note"));
        var count = FrameEncoder.GetByteCount(streamEvent);

        for (var length = 0; length < count; length++)
        {
            Assert.ThrowsAny<Exception>(() => FrameEncoder.Write(streamEvent, new byte[length]));
        }

        Assert.Equal(count, FrameEncoder.Write(streamEvent, new byte[count]));
    }

    [Property(MaxTest = 1000)]
    public Property Every_event_comes_back_equal_in_whatever_pieces_it_arrives()
    {
        var cases =
            from events in Generators.StreamEvent.NonEmptyListOf()
            from sizes in Generators.ChunkSizes
            select (events, sizes);

        return Prop.ForAll(cases.ToArbitrary(), given =>
        {
            var bytes = given.events.SelectMany(FrameEncoder.Encode).ToArray();

            var received = SseParser.Create(new ChunkedStream(bytes, given.sizes)).Enumerate().Select(item => (item.EventId, item.EventType, item.Data));

            Assert.Equal(
                given.events.Select(sent => ((string?)sent.Id.ToString(), sent.Type ?? "message", Generators.AsReceived(sent.Data.Text))),
                received);
        });
    }

    [Property(MaxTest = 1000)]
    public Property Writes_as_many_bytes_as_it_said_and_no_more() =>
        Prop.ForAll(Generators.StreamEvent.ToArbitrary(), streamEvent =>
        {
            var count = FrameEncoder.GetByteCount(streamEvent);
            var destination = new byte[count + 8];
            destination.AsSpan().Fill(0xEE);

            Assert.Equal(count, FrameEncoder.Write(streamEvent, destination));
            Assert.Equal(FrameEncoder.Encode(streamEvent), destination[..count]);
            Assert.Equal(Enumerable.Repeat((byte)0xEE, 8), destination[count..]);
        });
}
