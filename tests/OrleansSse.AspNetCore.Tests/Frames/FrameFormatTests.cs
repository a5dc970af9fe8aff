using System.Text;
using OrleansSse.AspNetCore.Frames;

namespace OrleansSse.AspNetCore.Tests.Frames;

public sealed class FrameFormatTests
{
    private const long Time = 1_767_225_600_123;

    [Fact]
    public void Gives_the_data_as_it_was_published() =>
        Assert.Equal("id: k3x9f2ab-17\nevent: note\ndata: a\n\n", Bytes(FrameShape.Plain, type: "note"));

    [Fact]
    public void Gives_an_envelope_under_the_type_of_the_event() =>
        Assert.Equal(
            """
            event: note
            id: k3x9f2ab-17
            data: {"stream":"orders.eu","id":"k3x9f2ab-17","type":"note","time":"2026-01-01T00:00:00.123Z","data":"a"}


            """,
            Bytes(FrameShape.Envelope, type: "note"));

    [Theory]
    [InlineData("note", "note")]
    [InlineData("ä", "ä")]
    [InlineData(null, "message")]
    public void Gives_an_envelope_as_a_message_whatever_the_type_of_the_event(string? type, string told) =>
        Assert.Equal(
            $$"""
            id: k3x9f2ab-17
            data: {"stream":"orders.eu","id":"k3x9f2ab-17","type":"{{told}}","time":"2026-01-01T00:00:00.123Z","data":"a"}


            """,
            Bytes(FrameShape.MessageEnvelope, type));

    private static string Bytes(FrameShape shape, string? type)
    {
        var frames = Frame.EncodeAll(StreamName.Parse("orders.eu"), [new StreamEvent(StreamPosition.Parse("k3x9f2ab-17"), Time, new("a", type))]);
        return Encoding.UTF8.GetString(new FrameFormat(Types: null, shape).Bytes(frames[0]).Span);
    }
}
