using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using OrleansSse.Cluster.Tests.Hosting;

namespace OrleansSse.Cluster.Tests.DirectPublishing;

public sealed class DirectPublishTests(ManyEndpoints host) : IClassFixture<ManyEndpoints>
{
    private const string Server = "\r\nServer: Kestrel\r\n";

    [Theory]
    [InlineData(EndpointKind.Direct)]
    [InlineData(EndpointKind.DirectOnly)]
    [InlineData(EndpointKind.Bare)]
    public async Task A_client_need_not_wait_for_answers_and_may_then_subscribe(EndpointKind kind)
    {
        const int Many = 2000;
        var stream = Publishing.NewStream();
        var publishes = string.Concat(Enumerable.Range(1, Many).Select(n => Publish(stream, $"{n}")));
        using var connection = await RawConnection.OpenAsync(
            host.AddressOf(kind), $"{publishes}GET /streams/{stream}/events?from=earliest HTTP/1.1\r\nHost: x\r\n\r\n");

        var answer = await connection.ReadAsync(until: $"-{Many}\ndata: {Many}\n\n");

        var answers = answer.Split("HTTP/1.1 ")[1..];
        Assert.Equal(Many + 1, answers.Length);
        var epoch = answers[0].Split("\"first\":\"")[1][..9];
        Assert.All(answers[..^1].Index(), each =>
        {
            Assert.StartsWith("201 Created\r\n", each.Item, StringComparison.Ordinal);
            Assert.EndsWith($"{{\"first\":\"{epoch}{each.Index + 1}\",\"last\":\"{epoch}{each.Index + 1}\",\"count\":1}}", each.Item, StringComparison.Ordinal);
            Assert.Equal(kind == EndpointKind.Bare, each.Item.Contains(Server, StringComparison.Ordinal));
        });
        Assert.Contains("text/event-stream", answers[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EndpointKind.Direct, 1, true)]
    [InlineData(EndpointKind.DirectOnly, 1, true)]
    [InlineData(EndpointKind.DirectAfterTls, 1, true)]
    [InlineData(EndpointKind.DirectAfterTls, 2, false)]
    [InlineData(EndpointKind.DirectBeforeTls, 1, false)]
    [InlineData(EndpointKind.DirectBeforeTls, 2, false)]
    [InlineData(EndpointKind.DirectHttp2, 2, false)]
    [InlineData(EndpointKind.EventStreams, 1, false)]
    public async Task Publishes_are_taken_before_the_server_where_they_can_be_read(EndpointKind kind, int version, bool areTaken)
    {
        using var client = host.ClientOf(kind, version);
        var stream = Publishing.NewStream();
        for (var n = 1; n <= 3; n++)
        {
            using var response = await client.PostAsync($"/streams/{stream}/events", Publishing.Body("x", "text/plain; charset=utf-8"));
            Assert.Equal((201, areTaken), ((int)response.StatusCode, response.Headers.Server.Count == 0));
        }

        // From the first other request on, the connection is the server's.
        Assert.Contains("-3\"", await client.GetStringAsync($"/streams/{stream}"), StringComparison.Ordinal);
        using var last = await client.PostAsync($"/streams/{stream}/events", Publishing.Body("x", "text/plain"));
        Assert.Equal((201, 1), ((int)last.StatusCode, last.Headers.Server.Count));
    }

    [Theory]
    [InlineData(EndpointKind.DirectBeforeTls)]
    [InlineData(EndpointKind.DirectAfterTls)]
    [InlineData(EndpointKind.DirectHttp2)]
    public async Task What_an_endpoint_does_not_speak_it_does_not_take(EndpointKind kind)
    {
        var stream = Publishing.NewStream();
        using var connection = await RawConnection.OpenAsync(host.AddressOf(kind), "");

        var answer = await connection.ExchangeAsync([Publish(stream, "1")]);

        Assert.DoesNotContain("201 Created", answer, StringComparison.Ordinal);
        using var client = host.ClientOf(EndpointKind.Bare, version: 1);
        Assert.Contains("\"last\":\"00000000-0\"", await client.GetStringAsync($"/streams/{stream}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rest_of_an_encrypted_request_is_not_waited_for_without_end()
    {
        var address = host.AddressOf(EndpointKind.DirectAfterTls);
        using var client = new TcpClient(address.Host, address.Port);
        await using var stream = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, certificate, _, _) => host.Presents(certificate));
        await stream.AuthenticateAsClientAsync(address.Host);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Publish(Publishing.NewStream(), "hello")[..^1]));

        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 408 Request Timeout", await reader.ReadLineAsync().Within("an answer though the body has not come"));
    }

    private static string Publish(string stream, string data) =>
        $"POST /streams/{stream}/events HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: {Encoding.UTF8.GetByteCount(data)}\r\n\r\n{data}";
}
