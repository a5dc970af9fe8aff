using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using OrleansSse.Cluster.Tests.Hosting;

namespace OrleansSse.Cluster.Tests;

public sealed class PublishTests(GatewayFixture fixture)
{
    private readonly HttpClient _client = fixture.Gateway.Client;

    [Fact]
    public async Task Answers_with_the_ids_that_the_events_got()
    {
        var stream = Publishing.NewStream();
        var one = await _client.PublishAsync(stream, "x");
        var many = await _client.PublishManyAsync(stream, 3);

        var epoch = one.First[..9];
        Assert.Equal(new Published(epoch + "1", epoch + "1", 1), one);
        Assert.Equal(new Published(epoch + "2", epoch + "4", 3), many);
    }

    [Fact]
    public async Task Sse_text_is_published_as_its_events()
    {
        var stream = Publishing.NewStream();
        await _client.PublishAsync(stream, ": c\nevent: a\ndata: 1\ndata: 2\n\nid: 7\ndata:3\r\n\r\n", "text/event-stream");
        await using var subscriber = await Subscriber.ConnectAsync(_client, $"/events?stream={stream}&from=earliest");

        Assert.Equal([("a", "1\n2"), ("message", "3")], (await subscriber.TakeAsync(2)).Select(item => (item.EventType, item.Data)));
    }

    [Theory]
    [InlineData("application/x-ndjson", "{\"type\":\"t\",\"data\":\"1\"}\n", "{\"data\":{\"a\":[2]}}\n", "{\"a\":[2]}")]
    [InlineData("text/event-stream", "event: t\ndata: 1\n\n", "data: two\n\n", "two")]
    public async Task A_body_that_never_ends_is_a_feed(string contentType, string first, string second, string secondData)
    {
        var stream = Publishing.NewStream();
        await using var subscriber = await Subscriber.ConnectAsync(_client, $"/events?stream={stream}");
        using var content = new FeedContent { Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) } };
        var answer = _client.PostAsync($"/streams/{stream}/events", content);

        // Each event is seen before the next is sent, so nothing waits for the body's end.
        await content.SendAsync(first);
        var one = await subscriber.NextAsync();
        await content.SendAsync(second);
        var two = await subscriber.NextAsync();
        content.End();
        using var response = await answer.Within("the answer after the body's end");

        Assert.Equal(("t", "1"), (one.EventType, one.Data));
        Assert.Equal(secondData, two.Data);
        Assert.Equal(new Published(one.EventId!, two.EventId!, 2), await response.Content.ReadFromJsonAsync<Published>());
    }

    [Fact]
    public async Task A_feed_that_goes_wrong_says_what_was_published_before()
    {
        var stream = Publishing.NewStream();
        using var response = await _client.PostAsync(
            $"/streams/{stream}/events", Publishing.Body("{\"data\":\"1\"}\n{\"data\":\"2\"}\nnonsense\n{\"data\":\"4\"}\n", "application/x-ndjson"));

        var problem = await Problem.ReadAsync(response);
        Assert.Equal((400, "invalid_json", 3), (problem.Status, problem.Code, problem.Json.GetProperty("line").GetInt32()));
        Assert.Equal(2, problem.Json.GetProperty("published").GetInt32());
        await using var subscriber = await Subscriber.ConnectAsync(_client, $"/events?stream={stream}&from=earliest");
        Assert.Equal(problem.Json.GetProperty("last").GetString(), (await subscriber.TakeAsync(2))[1].EventId);
    }

    [Fact]
    public async Task A_retry_under_the_same_key_returns_the_ids_first_given()
    {
        var stream = Publishing.NewStream();
        var first = await SendAsync("k1", "a");
        var other = await SendAsync("k2", "b");
        var again = await SendAsync("k1", "a");
        using var reused = await PostAsync("k1", "something else");

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        Assert.Equal((422, "idempotency_key_reused"), await Problem.ReadAsync(reused) is { } problem ? (problem.Status, problem.Code) : default);
        await _client.PublishAsync(stream, "end");
        await using var subscriber = await Subscriber.ConnectAsync(_client, $"/events?stream={stream}&from=earliest");
        Assert.Equal(["a", "b", "end"], (await subscriber.TakeAsync(3)).Select(item => item.Data));

        async Task<Published?> SendAsync(string key, string data)
        {
            using var response = await PostAsync(key, data);
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
            return await response.Content.ReadFromJsonAsync<Published>();
        }

        async Task<HttpResponseMessage> PostAsync(string key, string data)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/streams/{stream}/events") { Content = Publishing.Body(data, "text/plain") };
            request.Headers.Add("Idempotency-Key", key);
            return await _client.SendAsync(request);
        }
    }

    [Fact]
    public async Task Publishes_only_after_the_expected_last_event()
    {
        var stream = Publishing.NewStream();
        using (var first = await PostAsync("00000000-0")) Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        using var stale = await PostAsync("00000000-0");

        var problem = await Problem.ReadAsync(stale);
        Assert.Equal((412, "unexpected_last"), (problem.Status, problem.Code));
        using var current = await PostAsync(problem.Json.GetProperty("last").GetString()!);
        Assert.Equal(HttpStatusCode.Created, current.StatusCode);

        async Task<HttpResponseMessage> PostAsync(string last)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/streams/{stream}/events") { Content = Publishing.Body("x", "text/plain") };
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{last}\"");
            return await _client.SendAsync(request);
        }
    }

    [Fact]
    public async Task Many_publishers_at_once_get_ids_without_holes_and_each_event_once()
    {
        var stream = Publishing.NewStream();
        await using var subscriber = await Subscriber.ConnectAsync(_client, $"/events?stream={stream}");
        var published = await Task.WhenAll(Enumerable.Range(0, 32).Select(async publisher =>
        {
            List<string> ids = [];
            for (var n = 0; n < 20; n++) ids.Add((await _client.PublishAsync(stream, $"{publisher}:{n}")).First);
            return ids;
        }));

        var seen = await subscriber.TakeAsync(32 * 20);
        Assert.Equal(Enumerable.Range(1, 32 * 20).Select(n => $"{seen[0].EventId![..9]}{n}"), seen.Select(item => item.EventId));
        for (var publisher = 0; publisher < 32; publisher++)
        {
            var own = seen.Where(item => item.Data.StartsWith($"{publisher}:", StringComparison.Ordinal)).ToList();
            Assert.Equal(Enumerable.Range(0, 20).Select(n => $"{publisher}:{n}"), own.Select(item => item.Data));
            Assert.Equal(published[publisher], own.Select(item => item.EventId));
        }
    }
}
