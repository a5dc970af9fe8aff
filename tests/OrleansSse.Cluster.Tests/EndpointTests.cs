using OrleansSse.Cluster.Tests.Hosting;

namespace OrleansSse.Cluster.Tests;

public sealed class EndpointTests(ManyEndpoints host) : IClassFixture<ManyEndpoints>
{
    private const int Many = 300;

    [Theory]
    [InlineData(EndpointKind.EventStreams, 1, false)]
    [InlineData(EndpointKind.EventStreams, 1, true)]
    [InlineData(EndpointKind.Bare, 1, false)]
    [InlineData(EndpointKind.Bare, 1, true)]
    [InlineData(EndpointKind.Http2, 2, false)]
    [InlineData(EndpointKind.Http2, 2, true)]
    [InlineData(EndpointKind.BeforeTls, 1, false)]
    [InlineData(EndpointKind.BeforeTls, 2, true)]
    [InlineData(EndpointKind.AfterTls, 1, false)]
    [InlineData(EndpointKind.AfterTls, 1, true)]
    [InlineData(EndpointKind.AfterTls, 2, false)]
    [InlineData(EndpointKind.Direct, 1, false)]
    [InlineData(EndpointKind.Direct, 1, true)]
    [InlineData(EndpointKind.DirectOnly, 1, false)]
    [InlineData(EndpointKind.DirectHttp2, 2, false)]
    [InlineData(EndpointKind.DirectBeforeTls, 1, false)]
    [InlineData(EndpointKind.DirectBeforeTls, 2, false)]
    [InlineData(EndpointKind.DirectAfterTls, 1, false)]
    [InlineData(EndpointKind.DirectAfterTls, 2, false)]
    public async Task Every_endpoint_delivers_what_is_published_there_and_resumes(EndpointKind kind, int version, bool compresses)
    {
        using var client = host.ClientOf(kind, version, compresses);
        var stream = Publishing.NewStream();
        await using var live = await Subscriber.ConnectAsync(client, $"/events?stream={stream}&from=earliest");
        // The platform's client takes the compression off, and its header with it; this one stays.
        Assert.Equal(compresses, live.Response.Headers.Vary.Contains("Accept-Encoding"));
        var first = await client.PublishAsync(stream, "first");
        var seen = await live.NextAsync();
        Assert.Equal((first.First, "first"), (seen.EventId, seen.Data));

        await client.PublishManyAsync(stream, Many);

        Assert.Equal(Enumerable.Range(0, Many).Select(static n => $"{n}"), (await live.TakeAsync(Many)).Select(static item => item.Data));
        await using var resumed = await Subscriber.ConnectAsync(client, $"/events?stream={stream}", first.First);
        Assert.Equal(Many, (await resumed.TakeAsync(Many)).Count);
    }

    [Theory]
    [InlineData(EndpointKind.EventStreams)]
    [InlineData(EndpointKind.Bare)]
    public async Task A_client_of_HTTP_1_0_gets_a_body_without_chunks(EndpointKind kind)
    {
        var stream = Publishing.NewStream();
        using var client = host.ClientOf(kind, version: 1);
        using var connection = await RawConnection.OpenAsync(host.AddressOf(kind), $"GET /events?stream={stream} HTTP/1.0\r\n\r\n");
        var answer = await connection.ReadAsync(until: "id: 00000000-0\n\n");
        var published = await client.PublishAsync(stream, "x");

        answer += await connection.ReadAsync(until: "data: x\n\n");

        Assert.DoesNotContain("chunked", answer, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith($"id: 00000000-0\n\nid: {published.First}\ndata: x\n\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EndpointKind.EventStreams)]
    [InlineData(EndpointKind.Direct)]
    [InlineData(EndpointKind.DirectOnly)]
    public async Task A_request_that_follows_a_publish_on_the_same_connection_may_subscribe(EndpointKind kind)
    {
        var stream = Publishing.NewStream();
        const string Publish = "Content-Type: text/plain\r\nContent-Length: 1\r\n\r\n";
        using var connection = await RawConnection.OpenAsync(
            host.AddressOf(kind),
            $"POST /streams/{stream}/events HTTP/1.1\r\nHost: x\r\n{Publish}aPOST /streams/{stream}/events HTTP/1.1\r\nHost: x\r\n{Publish}b"
            + $"GET /events?stream={stream}&from=earliest HTTP/1.1\r\nHost: x\r\n\r\n");

        var answer = await connection.ReadAsync(until: "data: b\n\n");

        Assert.Equal(3, answer.Split("HTTP/1.1 20").Length - 1);
        Assert.Contains("data: a\n\n", answer, StringComparison.Ordinal);
    }
}
