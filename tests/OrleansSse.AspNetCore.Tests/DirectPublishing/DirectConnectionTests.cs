using System.Net;
using OrleansSse.Client.Tests.Fakes;
using static OrleansSse.AspNetCore.Tests.DirectPublishing.RequestBytes;

namespace OrleansSse.AspNetCore.Tests.DirectPublishing;

public sealed class DirectConnectionTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    [Fact]
    public async Task Requests_that_came_together_are_published_in_one_call_and_answered_in_their_order()
    {
        await using var connection = new TestConnection();
        await connection.SendAsync($"{Publish("1")}{Publish("2")}{Publish("3")}");
        connection.Serve();

        Assert.Equal($"{Published(1)}{Published(2)}{Published(3)}", await connection.ReadAsync(end: Published(3)));
        Assert.Equal(["1", "2", "3"], Assert.Single(Assert.Single(connection.StreamOf("a").Together)).Events.Select(static data => data.Text));
        Assert.False(connection.Serving.IsCompleted);
    }

    [Fact]
    public async Task What_comes_after_an_answer_is_another_call()
    {
        await using var connection = new TestConnection();
        connection.Serve();
        for (var n = 1; n <= 3; n++)
        {
            await connection.SendAsync(Publish($"{n}"));
            Assert.Equal(Published(n), await connection.ReadAsync(end: Published(n)));
        }

        Assert.Equal(3, connection.StreamOf("a").Together.Count);
    }

    [Fact]
    public async Task Requests_to_several_streams_are_answered_in_their_order()
    {
        await using var connection = new TestConnection();
        var held = new TaskCompletionSource();
        connection.StreamOf("a").After = _ => held.Task;
        await connection.SendAsync($"{Publish("1")}{Publish("2")}{Publish("3", "b")}{Publish("4")}");
        connection.Serve();
        await Condition.UntilAsync(() => connection.StreamOf("b").Head.Sequence == 1, "the event of the stream that does not wait");
        // Another call could overtake the first.
        Assert.Single(connection.StreamOf("a").Together);
        held.SetResult();

        Assert.Equal($"{Published(1)}{Published(2)}{Published(1)}{Published(3)}", await connection.ReadAsync(end: Published(3)));
        Assert.Equal(["1", "2", "4"], connection.StreamOf("a").Requests.SelectMany(static request => request.Events, static (_, data) => data.Text));
    }

    [Fact]
    public async Task Requests_to_any_number_of_streams_are_answered_though_not_all_begin_at_once()
    {
        await using var connection = new TestConnection();
        var held = new TaskCompletionSource();
        for (var n = 0; n < 200; n++) connection.StreamOf($"s{n}").After = _ => held.Task;
        await connection.SendAsync(string.Concat(Enumerable.Range(0, 200).Select(static n => Publish("1", $"s{n}"))));
        await connection.EndAsync();
        connection.Serve();
        await Condition.UntilAsync(() => connection.StreamOf("s63").Calls == 1, "the calls to the first streams");
        Assert.Equal(0, connection.StreamOf("s64").Calls);
        held.SetResult();

        await connection.Serving.Within("the end of what the client had to say");
        Assert.Equal(string.Concat(Enumerable.Repeat(Published(1), 200)), await connection.ReadAsync(end: Published(1)));
    }

    [Fact]
    public async Task One_that_is_refused_is_refused_alone()
    {
        await using var connection = new TestConnection();
        var stream = connection.StreamOf("a");
        stream.Refuse = static request => request.Events.Any(static data => data.Text == "bad") ? new PublishRefusedException("event_too_large", "Send less.") : null;
        await connection.SendAsync($"{Publish("1")}{Publish("bad")}{Publish("3")}");
        connection.Serve();

        var answer = await connection.ReadAsync(end: Published(2));

        Assert.StartsWith($"{Published(1)}HTTP/1.1 413 Payload Too Large\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\"detail\":\"Send less.\"", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"event_too_large\"", answer, StringComparison.Ordinal);
        Assert.Equal(2, stream.Head.Sequence);
    }

    [Fact]
    public async Task Too_many_are_each_told_when_to_retry_and_the_connection_goes_on()
    {
        await using var connection = new TestConnection(publishing: new() { MaxPendingBytes = 1 });
        var held = new TaskCompletionSource();
        connection.StreamOf("a").After = _ => held.Task;
        var pending = connection.Publisher.PublishAsync(StreamName.Parse("a"), new([new("1")]), IPAddress.Parse("192.0.2.1"));
        await connection.SendAsync($"{Publish("2")}{Publish("3")}");
        connection.Serve();

        var refused = (await connection.ReadAsync(end: "}")).Split("HTTP/1.1 ")[1..];

        Assert.Equal(2, refused.Length);
        Assert.All(refused, static answer =>
        {
            Assert.StartsWith("429 Too Many Requests\r\n", answer, StringComparison.Ordinal);
            Assert.Contains("\r\nRetry-After: 1\r\n", answer, StringComparison.Ordinal);
            Assert.Contains("\r\nDate: Sat, 01 Jan 2000 00:00:00 GMT\r\n", answer, StringComparison.Ordinal);
            Assert.Contains("\r\nContent-Type: application/problem+json", answer, StringComparison.Ordinal);
            var parts = answer.Split("\r\n\r\n");
            Assert.Contains($"\r\nContent-Length: {parts[1].Length}", parts[0], StringComparison.Ordinal);
            Assert.Contains("\"code\":\"overloaded\"", parts[1], StringComparison.Ordinal);
        });
        held.SetResult();
        await pending.Within("the publish of another");
        await connection.SendAsync(Publish("4"));
        Assert.Equal(Published(2), await connection.ReadAsync(end: Published(2)));
    }

    [Theory]
    [InlineData(Get)]
    [InlineData($"{Line}{Host}Authorization: x\r\n{TextPlain}Content-Length: 1\r\n\r\n1")]
    public async Task What_is_not_plain_stays_unread_from_its_first_byte(string other)
    {
        await using var connection = new TestConnection();
        var rest = $"{other}{Publish("2")}";
        await connection.SendAsync($"{Publish("1")}{rest}");
        connection.Serve();

        Assert.Equal(rest, await connection.UnreadAsync());
        Assert.Equal(Published(1), await connection.ReadAsync(end: Published(1)));
        Assert.Equal(1, connection.StreamOf("a").Head.Sequence);
    }

    [Fact]
    public async Task So_does_what_came_before_it_was_known()
    {
        var other = $"{Line}{Host}Authorization: x\r\n{TextPlain}Content-Length: 1\r\n\r\n1";
        for (var cut = 1; cut < other.Length; cut++)
        {
            await using var connection = new TestConnection();
            connection.Serve();
            await connection.SendAsync($"{Publish("1")}{other[..cut]}");
            await connection.ReadAsync(end: Published(1));
            await connection.SendAsync(other[cut..]);

            // What has not been sent when it becomes known comes later.
            var unread = await connection.UnreadAsync();
            if (unread.Length < other.Length) unread += await connection.UnreadAsync();
            Assert.Equal(other, unread);
        }
    }

    [Fact]
    public async Task A_request_may_come_in_pieces()
    {
        await using var connection = new TestConnection();
        connection.Serve();
        var requests = $"{Publish("1")}{Publish("2")}";
        foreach (var sent in requests) await connection.SendAsync($"{sent}");

        Assert.Equal($"{Published(1)}{Published(2)}", await connection.ReadAsync(end: Published(2)));
        Assert.Equal(2, connection.StreamOf("a").Head.Sequence);
    }

    [Fact]
    public async Task Nothing_is_taken_once_the_gateway_is_about_to_stop()
    {
        await using var connection = new TestConnection();
        connection.Serve();
        await connection.SendAsync(Publish("1"));
        await connection.ReadAsync(end: Published(1));
        await connection.DrainAsync();
        await connection.SendAsync(Publish("2"));

        Assert.Equal(Publish("2"), await connection.UnreadAsync());
        Assert.Equal(1, connection.StreamOf("a").Head.Sequence);
    }

    [Fact]
    public async Task What_a_client_sent_before_it_said_that_it_was_all_is_answered()
    {
        await using var connection = new TestConnection();
        await connection.SendAsync($"{Publish("1")}{Publish("2")[..^1]}");
        await connection.EndAsync();
        connection.Serve();

        Assert.Equal(Published(1), await connection.ReadAsync(end: Published(1)));
        Assert.Equal(Publish("2")[..^1], await connection.UnreadAsync());
    }

    [Fact]
    public async Task What_a_client_that_went_away_had_sent_is_stored()
    {
        await using var connection = new TestConnection();
        await connection.GoAwayAsync();
        await connection.SendAsync($"{Publish("1")}{Publish("2")}");
        connection.Serve();

        await connection.Serving.Within("the end of the connection");
        Assert.Equal(2, connection.StreamOf("a").Head.Sequence);
    }

    [Fact]
    public async Task As_many_are_published_together_as_a_batch_may_have()
    {
        await using var connection = new TestConnection(new(EventBytes: 10, BatchEvents: 3, BatchBytes: 40));
        await connection.SendAsync(string.Concat(Enumerable.Range(1, 7).Select(static n => Publish($"{n}"))));
        connection.Serve();

        await connection.ReadAsync(end: Published(7));
        Assert.Equal([3, 3, 1], connection.StreamOf("a").Requests.Select(static request => request.Events.Length));
    }

    [Fact]
    public async Task So_are_as_many_bytes()
    {
        await using var connection = new TestConnection(new(EventBytes: 10, BatchEvents: 100, BatchBytes: 30));
        await connection.SendAsync(string.Concat(Enumerable.Range(1, 30).Select(static n => Publish(new('x', n % 11)))));
        connection.Serve();

        await connection.ReadAsync(end: Published(30));
        var batches = connection.StreamOf("a").Requests.Select(static request => request.Events.Sum(static data => data.ByteCount)).ToArray();
        Assert.All(batches, static bytes => Assert.InRange(bytes, 1, 30));
        Assert.InRange(batches.Length, 2, 10);
    }

    private static string Published(int sequence)
    {
        var id = $"epoch001-{sequence}";
        return "HTTP/1.1 201 Created\r\n"
            + $"Content-Length: {32 + (2 * id.Length)}\r\nContent-Type: application/json; charset=utf-8\r\nDate: Sat, 01 Jan 2000 00:00:00 GMT\r\n\r\n"
            + $"{{\"first\":\"{id}\",\"last\":\"{id}\",\"count\":1}}";
    }
}
