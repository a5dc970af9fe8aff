using System.Net.ServerSentEvents;
using System.Text;
using OrleansSse.AspNetCore.Frames;

namespace OrleansSse.AspNetCore.Tests.Frames;

public sealed class ServiceFramesTests
{
    private static readonly StreamPosition Position = StreamPosition.Parse("k3x9f2ab-17");

    private static readonly StreamGap Gap =
        new(StreamPosition.Parse("k3x9f2ab-3"), StreamPosition.Parse("k3x9f2ab-10"), Position);

    [Fact]
    public void A_position_is_a_block_of_an_id_only() =>
        Assert.Equal("id: k3x9f2ab-17\n\n", Text(ServiceFrames.Position(Position)));

    [Fact]
    public void The_position_in_a_stream_that_is_empty_is_the_origin() =>
        Assert.Equal("id: 00000000-0\n\n", Text(ServiceFrames.Position(StreamPosition.Origin)));

    [Fact]
    public void A_position_can_be_an_event_that_has_no_text() =>
        Assert.Equal("id: k3x9f2ab-17\nevent: $position\ndata: \n\n", Text(ServiceFrames.PositionEvent(Position)));

    [Fact]
    public void A_heartbeat_is_an_empty_comment() => Assert.Equal(":\n\n", Text(ServiceFrames.Heartbeat.Span));

    [Fact]
    public void A_reconnection_time_is_in_whole_milliseconds() =>
        Assert.Equal("retry: 30000\n\n", Text(ServiceFrames.Retry(TimeSpan.FromMilliseconds(30_000.9))));

    [Fact]
    public void A_negative_reconnection_time_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ServiceFrames.Retry(TimeSpan.FromMilliseconds(-1)));

    [Fact]
    public void An_error_is_an_event_with_code_and_message() =>
        Assert.Equal(
            "event: error\ndata: {\"code\":\"overloaded\",\"message\":\"It's \\\"full\\\".\\nTry again – später.\"}\n\n",
            Text(ServiceFrames.Error(ErrorCodes.Overloaded, "It's \"full\".\nTry again – später.")));

    [Fact]
    public void An_error_may_move_the_position() =>
        Assert.Equal(
            "id: k3x9f2ab-17\nevent: error\ndata: {\"code\":\"overloaded\",\"message\":\"Full.\"}\n\n",
            Text(ServiceFrames.Error(ErrorCodes.Overloaded, "Full.", Position)));

    [Fact]
    public void A_gap_names_what_was_asked_for_what_is_kept_and_the_last() =>
        Assert.Equal(
            "id: k3x9f2ab-9\nevent: error\ndata: {\"code\":\"gap\",\"message\":\"Events after k3x9f2ab-3 no longer exist; " +
            "the stream goes on with k3x9f2ab-10. Load anew what depends on them.\",\"after\":\"k3x9f2ab-3\"," +
            "\"firstKept\":\"k3x9f2ab-10\",\"last\":\"k3x9f2ab-17\"}\n\n",
            Text(ServiceFrames.Gap(Gap, StreamPosition.Parse("k3x9f2ab-9"))));

    [Fact]
    public void A_deletion_is_told_by_its_name() =>
        Assert.Equal(
            "id: 4f0dp1xy-0\nevent: error\ndata: {\"code\":\"deleted\",\"message\":\"The stream was deleted; it goes on with 4f0dp1xy-1. " +
            "Load anew what depends on its events.\",\"after\":\"k3x9f2ab-3\",\"firstKept\":\"4f0dp1xy-1\",\"last\":\"4f0dp1xy-0\"}\n\n",
            Text(ServiceFrames.Gap(
                new(StreamPosition.Parse("k3x9f2ab-3"), StreamPosition.Parse("4f0dp1xy-1"), StreamPosition.Parse("4f0dp1xy-0"), IsDeletion: true),
                StreamPosition.Parse("4f0dp1xy-0"))));

    [Fact]
    public void The_end_is_an_event_of_its_own_at_the_last_position() =>
        Assert.Equal(
            "id: k3x9f2ab-17\nevent: end\ndata: {\"code\":\"completed\",\"message\":\"The stream is completed; nothing follows.\"," +
            "\"last\":\"k3x9f2ab-17\"}\n\n",
            Text(ServiceFrames.End(Position)));

    [Fact]
    public void No_block_of_the_service_fires_message_and_only_ids_move_the_position()
    {
        byte[] bytes =
        [
            .. ServiceFrames.Position(StreamPosition.Origin),
            .. ServiceFrames.Heartbeat.Span,
            .. ServiceFrames.Error(ErrorCodes.Overloaded, "Full."),
            .. ServiceFrames.PositionEvent(Position),
            .. ServiceFrames.Gap(Gap),
            .. ServiceFrames.End(Position),
            .. ServiceFrames.Retry(TimeSpan.FromSeconds(3)),
        ];
        var parser = SseParser.Create(new MemoryStream(bytes));
        var fired = new List<(string, string)>();

        foreach (var item in parser.Enumerate()) fired.Add((item.EventType, parser.LastEventId));

        Assert.Equal(
            [("error", "00000000-0"), ("$position", "k3x9f2ab-17"), ("error", "k3x9f2ab-17"), ("end", "k3x9f2ab-17")], fired);
        Assert.Equal(TimeSpan.FromSeconds(3), parser.ReconnectionInterval);
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
