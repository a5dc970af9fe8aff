using System.Buffers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OrleansSse.AspNetCore.Frames;

namespace OrleansSse.AspNetCore.Tests.Frames;

public sealed class EnvelopeEncoderTests
{
    private const long Time = 1_767_225_600_123;

    private static readonly StreamName Stream = StreamName.Parse("orders.eu");
    private static readonly StreamPosition Id = StreamPosition.Parse("k3x9f2ab-17");

    [Fact]
    public void Says_the_stream_id_type_time_and_data() =>
        Assert.Equal(
            """
            event: note
            id: k3x9f2ab-17
            data: {"stream":"orders.eu","id":"k3x9f2ab-17","type":"note","time":"2026-01-01T00:00:00.123Z","data":"a"}


            """,
            Encode(new StreamEvent(Id, Time, new("a", "note"))));

    [Fact]
    public void Says_the_key_of_an_event_that_has_one() =>
        Assert.Equal(
            """
            id: k3x9f2ab-17
            data: {"stream":"orders.eu","id":"k3x9f2ab-17","type":"message","time":"2026-01-01T00:00:00.123Z","key":"order \"7\"","data":"a"}


            """,
            Encode(new StreamEvent(Id, Time, new("a") { Key = "order \"7\"", Ttl = TimeSpan.FromSeconds(1) })));

    [Fact]
    public void Says_message_for_an_event_without_a_type() =>
        Assert.Equal(
            """
            id: k3x9f2ab-17
            data: {"stream":"orders.eu","id":"k3x9f2ab-17","type":"message","time":"2026-01-01T00:00:00.123Z","data":""}


            """,
            Encode(new StreamEvent(Id, Time, new(""))));

    [Fact]
    public void Stays_one_line_and_readable() =>
        Assert.Equal(
            """
            id: k3x9f2ab-17
            data: {"stream":"orders.eu","id":"k3x9f2ab-17","type":"message","time":"2026-01-01T00:00:00.123Z","data":"a\r\nb\n'<é>\"\\\u0000"}


            """,
            Encode(new StreamEvent(Id, Time, new("a\r\nb\n'<é>\"\\\0"))));

    [Property(MaxTest = 500)]
    public Property Every_event_comes_back_as_it_was_published()
    {
        var cases =
            from events in Generators.StreamEvent.NonEmptyListOf()
            from sizes in Generators.ChunkSizes
            select (events, sizes);

        return Prop.ForAll(cases.ToArbitrary(), given =>
        {
            var bytes = Encoding.UTF8.GetBytes(Encode([.. given.events]));
            var items = SseParser.Create(new ChunkedStream(bytes, given.sizes)).Enumerate().ToList();

            Assert.Equal(given.events.Select(sent => sent.Id.ToString()), items.Select(item => item.EventId));
            Assert.Equal(given.events.Select(sent => sent.Type ?? "message"), items.Select(item => item.EventType));
            Assert.All(given.events.Zip(items), pair =>
            {
                var envelope = JsonDocument.Parse(pair.Second.Data).RootElement;
                Assert.Equal("orders.eu", envelope.GetProperty("stream").GetString());
                Assert.Equal(pair.First.Id.ToString(), envelope.GetProperty("id").GetString());
                Assert.Equal(pair.First.Type ?? "message", envelope.GetProperty("type").GetString());
                Assert.Equal(pair.First.Time, envelope.GetProperty("time").GetDateTimeOffset());
                Assert.Equal(pair.First.Data.Text, envelope.GetProperty("data").GetString());
            });
        });
    }

    private static string Encode(params ReadOnlySpan<StreamEvent> events)
    {
        var output = new ArrayBufferWriter<byte>();
        using var encoder = new EnvelopeEncoder(Stream, output);
        foreach (var streamEvent in events) encoder.Write(streamEvent);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
