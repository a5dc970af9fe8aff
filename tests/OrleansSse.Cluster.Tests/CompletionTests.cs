using System.Globalization;
using System.Net;
using System.Text;
using OrleansSse.Cluster.Tests.Hosting;

namespace OrleansSse.Cluster.Tests;

/// <summary>A stream that is completed, as its subscribers see it.</summary>
public sealed class CompletionTests(GatewayFixture fixture)
{
    private readonly HttpClient _client = fixture.Gateway.Client;
    private readonly string _stream = Publishing.NewStream();

    [Fact]
    public async Task A_subscriber_gets_what_is_left_and_the_end_and_comes_back_in_vain()
    {
        await using var subscriber = await Subscriber.ConnectAsync(_client, $"/events?stream={_stream}");
        await _client.PublishAsync(_stream, "a");
        var last = (await _client.PublishAsync(_stream, "b")).Last;
        await _client.CompleteAsync(_stream);

        Assert.Equal(
            [("message", "a"), ("message", "b"), ("end", EndData(last))],
            (await subscriber.RestAsync()).Select(item => (item.EventType, item.Data)));
        Assert.Equal(last, subscriber.LastEventId);
        await AssertOverAsync($"/events?stream={_stream}", subscriber.LastEventId);
    }

    [Fact]
    public async Task The_last_bytes_of_a_connection_are_the_end_and_the_last_chunk()
    {
        var id = (await _client.PublishAsync(_stream, "a")).Last;
        await _client.CompleteAsync(_stream);
        using var connection = await RawConnection.OpenAsync(fixture.Gateway, $"GET /events?stream={_stream}&from=earliest HTTP/1.1\r\nHost: x\r\n\r\n");

        var answer = await connection.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith(
            Chunk($"id: {id}\nevent: end\ndata: {{\"code\":\"completed\",\"message\":\"The stream is completed; nothing follows.\",\"last\":\"{id}\"}}\n\n")
            + "0\r\n\r\n",
            answer,
            StringComparison.Ordinal);
        Assert.Contains($"id: {id}\ndata: a\n\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_left_is_204_and_is_not_to_be_kept()
    {
        await _client.PublishAsync(_stream, "a");
        await _client.CompleteAsync(_stream);
        using var connection = await RawConnection.OpenAsync(
            fixture.Gateway, $"GET /events?stream={_stream} HTTP/1.1\r\nHost: x\r\nOrigin: https://example.org\r\nConnection: close\r\n\r\n");

        var answer = await connection.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 204 No Content\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nCache-Control: no-store\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nAccess-Control-Allow-Origin: *\r\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Content-Type", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("from=earliest", "0", "1", "2")]
    [InlineData("from=-2", "1", "2")]
    [InlineData("from=2020-01-01T00:00:00Z", "0", "1", "2")]
    [InlineData("from=snapshot")]
    [InlineData("from=earliest&type=other")]
    [InlineData("from=earliest&type=message", "0", "1", "2")]
    public async Task A_later_subscriber_gets_what_it_asks_for_and_the_end(string query, params string[] expected)
    {
        var last = (await _client.PublishManyAsync(_stream, 3)).Last;
        await _client.CompleteAsync(_stream);
        await using var subscriber = await Subscriber.ConnectAsync(_client, $"/events?stream={_stream}&{query}");

        Assert.Equal([.. expected, EndData(last)], (await subscriber.RestAsync()).Select(item => item.Data));
        Assert.Equal(last, subscriber.LastEventId);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("message")]
    public async Task Who_wants_envelopes_gets_the_end_without_one(string envelope)
    {
        var last = (await _client.PublishAsync(_stream, "a", query: "?type=t")).Last;
        await _client.CompleteAsync(_stream);
        await using var subscriber = await Subscriber.ConnectAsync(_client, $"/events?stream={_stream}&from=earliest&envelope={envelope}");

        var items = (await subscriber.RestAsync()).Where(item => item.EventType != "$position").ToList();

        Assert.Equal(2, items.Count);
        Assert.Contains("\"data\":\"a\"", items[0].Data, StringComparison.Ordinal);
        Assert.Equal(("end", EndData(last), last), (items[1].EventType, items[1].Data, items[1].EventId));
    }

    [Fact]
    public async Task Who_comes_back_with_something_left_gets_the_rest_and_the_end()
    {
        var published = await _client.PublishManyAsync(_stream, 3);
        await _client.CompleteAsync(_stream);
        await using var subscriber = await Subscriber.ConnectAsync(_client, $"/events?stream={_stream}", published.First);

        Assert.Equal(["1", "2", EndData(published.Last)], (await subscriber.RestAsync()).Select(item => item.Data));
    }

    [Fact]
    public async Task What_lies_far_back_comes_from_history_before_the_end()
    {
        await using var early = await Subscriber.ConnectAsync(_client, $"/events?stream={_stream}");
        for (var i = 0; i < 5; i++) await _client.PublishManyAsync(_stream, 1500, from: i * 1500);
        await _client.CompleteAsync(_stream);
        await using var late = await Subscriber.ConnectAsync(_client, $"/events?stream={_stream}&from=earliest");

        var expected = Enumerable.Range(0, 7500).Select(n => n.ToString(CultureInfo.InvariantCulture)).Append(EndData(late.LastEventId)).ToArray();
        foreach (var subscriber in new[] { early, late })
        {
            var items = await subscriber.RestAsync();
            expected[^1] = EndData(subscriber.LastEventId);
            Assert.Equal(expected, items.Select(item => item.Data));
        }
    }

    [Fact]
    public async Task A_stream_without_any_event_ends_as_well()
    {
        await using var subscriber = await Subscriber.ConnectAsync(_client, $"/events?stream={_stream}");
        await _client.CompleteAsync(_stream);

        var end = Assert.Single(await subscriber.RestAsync());
        Assert.Equal(("end", EndData(end.EventId!)), (end.EventType, end.Data));
        Assert.EndsWith("-0", end.EventId, StringComparison.Ordinal);
        await AssertOverAsync($"/events?stream={_stream}", end.EventId);
        await AssertOverAsync($"/events?stream={_stream}", "00000000-0");
        await AssertOverAsync($"/events?stream={_stream}");
    }

    [Fact]
    public async Task An_id_that_is_none_is_told_of_before_the_end()
    {
        var last = (await _client.PublishAsync(_stream, "a")).Last;
        await _client.CompleteAsync(_stream);
        await using var subscriber = await Subscriber.ConnectAsync(_client, $"/events?stream={_stream}", "nonsense");

        Assert.Equal([("error", last), ("end", last)], (await subscriber.RestAsync()).Select(item => (item.EventType, item.EventId)));
    }

    [Fact]
    public async Task Who_does_not_read_for_a_while_gets_all_of_it_and_the_end()
    {
        using var connection = await RawConnection.OpenAsync(fixture.Gateway, $"GET /events?stream={_stream} HTTP/1.1\r\nHost: x\r\n\r\n", receiveBuffer: 4096);
        var begin = await connection.ReadAsync("\n\n\r\n");
        var data = new string('x', 100_000);
        const int Count = 60;
        var last = "";
        for (var n = 0; n < Count; n++) last = (await _client.PublishAsync(_stream, data)).Last;
        await _client.CompleteAsync(_stream);

        var rest = await connection.ReadToEndAsync();

        Assert.Equal(Count, rest.Split("data: x").Length - 1);
        Assert.Contains("HTTP/1.1 200 OK", begin, StringComparison.Ordinal);
        Assert.EndsWith($"\"last\":\"{last}\"}}\n\n\r\n0\r\n\r\n", rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_HTTP_2_the_response_ends_in_order()
    {
        await using var gateway = await TestGateway.StartAsync(settings: ("Kestrel:EndpointDefaults:Protocols", "Http2"));
        using var client = new HttpClient
        {
            BaseAddress = gateway.Address,
            Timeout = Limits.Patience,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        await using var subscriber = await Subscriber.ConnectAsync(client, $"/events?stream={_stream}");
        var last = (await client.PublishAsync(_stream, "a")).Last;
        await client.CompleteAsync(_stream);

        Assert.Equal(["a", EndData(last)], (await subscriber.RestAsync()).Select(item => item.Data));
        using var again = await client.GetAsync($"/events?stream={_stream}&lastEventId={last}");
        Assert.Equal((HttpStatusCode.NoContent, HttpVersion.Version20), (again.StatusCode, again.Version));
        Directory.Delete(gateway.Directory, recursive: true);
    }

    [Fact]
    public async Task The_end_outlives_the_process()
    {
        string directory;
        Published published;
        await using (var gateway = await TestGateway.StartAsync())
        {
            directory = gateway.Directory;
            published = await gateway.Client.PublishManyAsync(_stream, 3);
            await gateway.Client.CompleteAsync(_stream);
        }

        await using (var gateway = await TestGateway.StartAsync(directory))
        {
            using var over = await gateway.Client.GetAsync($"/events?stream={_stream}&lastEventId={published.Last}");
            Assert.Equal(HttpStatusCode.NoContent, over.StatusCode);
            await using var subscriber = await Subscriber.ConnectAsync(gateway.Client, $"/events?stream={_stream}", published.First);
            Assert.Equal(["1", "2", EndData(published.Last)], (await subscriber.RestAsync()).Select(item => item.Data));
        }

        Directory.Delete(directory, recursive: true);
    }

    private async Task AssertOverAsync(string path, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null) request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        using var response = await _client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    private static string Chunk(string text) => string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n");

    private static string EndData(string last) => $"{{\"code\":\"completed\",\"message\":\"The stream is completed; nothing follows.\",\"last\":\"{last}\"}}";
}
