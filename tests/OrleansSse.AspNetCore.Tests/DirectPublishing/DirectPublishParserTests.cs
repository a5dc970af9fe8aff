using System.Buffers;
using OrleansSse.AspNetCore.DirectPublishing;
using OrleansSse.AspNetCore.Publishing;
using static OrleansSse.AspNetCore.Tests.DirectPublishing.RequestBytes;

namespace OrleansSse.AspNetCore.Tests.DirectPublishing;

public sealed class DirectPublishParserTests
{
    private readonly DirectPublishParser _parser = new(new ReadLimits());

    [Theory]
    [InlineData("a", "a")]
    [InlineData("orders.eu-1.A_b", "orders.eu-1.A_b")]
    [InlineData("events", "events")]
    public void A_plain_publish_is_of_the_stream_that_its_path_names(string name, string stream)
    {
        var publish = Read(Publish("hello", name));

        Assert.Equal((StreamName.Parse(stream), new EventData("hello")), (publish.Stream, publish.Data));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("?type=", null)]
    [InlineData("?type=tick", "tick")]
    [InlineData("?type=A.b-c_9", "A.b-c_9")]
    public void The_type_of_an_event_is_in_the_query(string query, string? type) =>
        Assert.Equal(new EventData("1", type), Read($"POST /streams/a/events{query} HTTP/1.1\r\n{Host}{TextPlain}Content-Length: 1\r\n\r\n1").Data);

    [Theory]
    [InlineData("Content-Type: text/plain")]
    [InlineData("content-type:text/plain")]
    [InlineData("CONTENT-TYPE:  Text/Plain  ")]
    [InlineData("Content-Type: text/plain;charset=utf-8")]
    [InlineData("Content-Type: text/plain; charset=UTF-8")]
    [InlineData("Content-Type: application/json")]
    [InlineData("Content-Type: Application/JSON; charset=utf-8")]
    public void Text_and_json_in_utf8_are_plain(string type) =>
        Assert.Equal(new EventData("[1]"), Read($"{Line}{Host}{type}\r\nContent-Length: 3\r\n\r\n[1]").Data);

    [Theory]
    [InlineData("User-Agent: curl/8.5.0 (x; y)")]
    [InlineData("Accept: */*")]
    [InlineData("accept-encoding: gzip, deflate, br")]
    [InlineData("ACCEPT-LANGUAGE: en;q=0.5")]
    [InlineData("Connection: keep-alive")]
    [InlineData("connection: Keep-Alive")]
    [InlineData("User-Agent:")]
    public void Headers_that_say_nothing_about_body_and_answer_may_be_there(string header)
    {
        Assert.Equal(new EventData("1"), Read($"{Line}{header}\r\n{Host}{TextPlain}Content-Length: 1\r\n\r\n1").Data);
        Assert.Equal(new EventData("1"), Read($"{Line}{Host}{TextPlain}Content-Length: 1\r\n{header}\r\n{header}\r\n\r\n1").Data);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("localhost:8080")]
    [InlineData("Events-1.example.org")]
    [InlineData("127.0.0.1:80")]
    public void The_host_is_a_name_or_an_address_and_a_port(string host) =>
        Assert.Equal(new EventData("1"), Read($"{Line}host: {host}\r\n{TextPlain}Content-Length: 1\r\n\r\n1").Data);

    [Theory]
    [InlineData("0", "")]
    [InlineData("1", "\0")]
    [InlineData("0004", "\r\n\r\n")]
    [InlineData("4", "\u00f0\u009f\u0098\u0080")]
    public void The_data_is_so_many_bytes_as_were_announced(string length, string body)
    {
        var input = Of($"{Line}{Host}{TextPlain}Content-Length: {length}\r\n\r\n{body}rest");

        Assert.Equal(ParseOutcome.Publish, _parser.Read(ref input, out var publish));
        Assert.Equal(body, new ReadOnlySequence<byte>(publish.Data.Utf8).Text());
        Assert.Equal("rest", input.Text());
    }

    // As the server has it.
    [Fact]
    public void A_line_may_end_with_LF_alone() =>
        Assert.Equal(new EventData("1"), Read($"{Line}{Host}{TextPlain}Content-Length: 1\r\n\r\n".Replace("\r", "", StringComparison.Ordinal) + "1").Data);

    [Fact]
    public void Requests_that_came_together_are_read_one_by_one()
    {
        var input = Of($"{Publish("1")}{Publish("22", "b")}{Publish("", "b")}{Publish("4")}GET / HTTP/1.1\r\n\r\n");

        List<(string, string)> read = [];
        while (_parser.Read(ref input, out var publish) == ParseOutcome.Publish) read.Add((publish.Stream.ToString(), publish.Data.Text));

        Assert.Equal([("a", "1"), ("b", "22"), ("b", ""), ("a", "4")], read);
        Assert.Equal("GET / HTTP/1.1\r\n\r\n", input.Text());
    }

    [Fact]
    public void Nothing_of_a_request_stays_for_the_next()
    {
        var withType = $"POST /streams/a/events?type=t HTTP/1.1\r\n{Host}Content-Type: application/json\r\nContent-Length: 1\r\n\r\n1";

        Assert.Equal(new EventData("1", "t"), Read(withType).Data);
        Assert.Equal(new EventData("no json"), Read(Publish("no json")).Data);
        ExpectOther($"{Line}{TextPlain}Content-Length: 1\r\n\r\n1");
        ExpectOther($"{Line}{Host}Content-Length: 1\r\n\r\n1");
        ExpectOther($"{Line}{Host}{TextPlain}\r\n");
        ExpectOther(Publish("1", "a..b"));
        Assert.Equal(new EventData("1"), Read(Publish("1")).Data);
    }

    [Fact]
    public void An_event_may_have_as_many_bytes_as_the_limit_says()
    {
        var parser = new DirectPublishParser(new(EventBytes: 5));
        var (fits, isLarger, isLargerWithType) = (Of(Publish("12345")), Of(Publish("123456")), Of(Publish("1234").Replace("events ", "events?type=tt ", StringComparison.Ordinal)));

        Assert.Equal(ParseOutcome.Publish, parser.Read(ref fits, out _));
        Assert.Equal(ParseOutcome.Other, parser.Read(ref isLarger, out _));
        Assert.Equal(ParseOutcome.Other, parser.Read(ref isLargerWithType, out _));
    }

    [Fact]
    public void A_request_has_at_most_so_many_bytes_whether_it_has_arrived_or_not()
    {
        var head = Publish(new('x', 60_000))[..^60_000].Length;
        var longest = Publish(new('x', DirectPublishParser.MaxRequestBytes - head));
        Assert.Equal(DirectPublishParser.MaxRequestBytes, longest.Length);

        Assert.Equal(longest.Length - head, Read(longest).Data.ByteCount);
        var tooLong = Publish(new('x', DirectPublishParser.MaxRequestBytes - head + 1));
        ExpectOther(tooLong);
        ExpectOther(tooLong[..(head + 10)]);
    }

    [Fact]
    public void A_head_has_at_most_so_many_bytes_and_headers_whether_it_has_arrived_or_not()
    {
        var agent = $"User-Agent: {new string('x', DirectPublishParser.MaxHeadBytes)}";
        ExpectOther($"{Line}{agent}");
        ExpectOther($"{Line}{agent}\r\n{Host}{TextPlain}Content-Length: 1\r\n\r\n1");
        ExpectOther($"POST /streams/{new string('x', DirectPublishParser.MaxHeadBytes)}");

        var few = string.Concat(Enumerable.Repeat("Accept:a\r\n", DirectPublishParser.MaxHeaders - 3));
        Assert.Equal(new EventData("1"), Read($"{Line}{few}{Host}{TextPlain}Content-Length: 1\r\n\r\n1").Data);
        ExpectOther($"{Line}{few}{Host}{TextPlain}Accept:a\r\nContent-Length: 1\r\n\r\n1");
    }

    private DirectPublish Read(string request)
    {
        var input = Of(request);
        Assert.Equal(ParseOutcome.Publish, _parser.Read(ref input, out var publish));
        Assert.Equal(0, input.Length);
        return publish;
    }

    private void ExpectOther(string request)
    {
        var input = Of(request);
        Assert.Equal(ParseOutcome.Other, _parser.Read(ref input, out _));
        Assert.Equal(request, input.Text());
    }
}
