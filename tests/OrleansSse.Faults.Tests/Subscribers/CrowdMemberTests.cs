using System.Text;
using OrleansSse.Load.Subscribers;

namespace OrleansSse.Faults.Tests.Subscribers;

public sealed class CrowdMemberTests
{
    private const string Chunked =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "1d\r\n: connected\nretry: 1500\n\nid: \r\n"
        + "c\r\nk3x9f2ab-0\n\n\r\n"
        + "3e\r\nid: k3x9f2ab-1\ndata: @000000000000000000000064xxxx\n\nid: k3x9f2\r\n"
        + "2D\r\nab-2\ndata: @000000010000000000000064xxxx\n\n:\n\n\r\n";

    private const string Plain =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n\r\n"
        + ": hi\n\nid: 1795424532:0\ndata: @000000000000000000000064\n\nid: 1795424532:1\ndata: @000000010000000000000064\n\n";

    private readonly CrowdMember _member = new("/events") { State = MemberState.Asking };
    private readonly Tally _tally = new();

    [Theory]
    [InlineData(Chunked, "k3x9f2ab-2")]
    [InlineData(Plain, "1795424532:1")]
    public void Sees_the_same_events_however_the_response_is_cut(string response, string lastEventId)
    {
        for (var size = 1; size <= response.Length; size++)
        {
            var (member, tally) = (new CrowdMember("/events") { State = MemberState.Asking }, new Tally());
            foreach (var piece in Encoding.ASCII.GetBytes(response).Chunk(size)) Assert.True(member.Take(piece, tally, now: 1_100));

            Assert.Equal((2, 0, 0, 0), (tally.Delivered, tally.Repeated, tally.OutOfOrder, tally.Foreign));
            Assert.Equal(lastEventId, member.LastEventId);
            Assert.Equal(MemberState.Open, member.State);
            Assert.Equal((2, TimeSpan.FromMicroseconds(1)), (tally.TakeLatency() is var latency ? latency.Count : 0, latency.Max));
        }
    }

    [Fact]
    public void Counts_an_event_that_comes_twice_as_repeated()
    {
        Take(Plain);
        Take("id: 1795424532:1\ndata: @000000010000000000000064\n\n");

        Assert.Equal((2, 1), (_tally.Delivered, _tally.Repeated));
    }

    [Fact]
    public void Counts_what_the_server_itself_says_apart()
    {
        Take(Plain);
        Take("event: error\ndata: {\"code\":\"gap\"}\n\n");

        Assert.Equal((2, 1), (_tally.Delivered, _tally.Foreign));
    }

    [Fact]
    public void Resumes_before_the_event_that_a_broken_connection_has_cut_short()
    {
        Take(Plain);
        Take("id: 1795424532:2\ndata: @000000020000000000000064\n");

        Assert.Contains("\r\nLast-Event-ID: 1795424532:1\r\n", Encoding.ASCII.GetString(_member.NewRequest("host")), StringComparison.Ordinal);
        _member.State = MemberState.Asking;
        Take("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nid: 1795424532:2\ndata: @000000020000000000000064\n\n");
        Assert.Equal((3, 0), (_tally.Delivered, _tally.Repeated));
    }

    [Fact]
    public void Keeps_the_order_of_each_publisher_apart()
    {
        var member = new CrowdMember("/events", publishers: 2) { State = MemberState.Asking };
        string[] sequences = ["00000001", "00000000", "00000003", "00000005", "00000002"];
        var response = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
            + string.Concat(sequences.Select(sequence => $"data: @{sequence}0000000000000064\n\n"));

        member.Take(Encoding.ASCII.GetBytes(response), _tally, now: 100);

        Assert.Equal((5, 0, 0), (_tally.Delivered, _tally.Repeated, _tally.OutOfOrder));
    }

    [Fact]
    public void Does_not_take_another_answer_than_a_stream_of_events() =>
        Assert.False(_member.Take("HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\n\r\nlater"u8, _tally, now: 0));

    private void Take(string text) => Assert.True(_member.Take(Encoding.ASCII.GetBytes(text), _tally, now: 100));
}
