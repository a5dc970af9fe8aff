using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using OrleansSse.Cluster.Tests.Hosting;

namespace OrleansSse.Cluster.Tests;

public sealed partial class SubscribeTests(GatewayFixture fixture)
{
    private readonly HttpClient _client = fixture.Gateway.Client;

    [Fact]
    public async Task Answers_with_the_headers_that_keep_a_stream_flowing()
    {
        await using var subscriber = await Subscriber.ConnectAsync(_client, $"/events?stream={Publishing.NewStream()}");

        var headers = subscriber.Response.Headers;
        Assert.Equal("text/event-stream", subscriber.Response.Content.Headers.ContentType!.ToString());
        Assert.Equal(["no-store", "no-transform"], headers.CacheControl!.ToString().Split(", ").Order());
        Assert.Equal("no", Assert.Single(headers.GetValues("X-Accel-Buffering")));
    }

    [Fact]
    public async Task Sends_its_first_bytes_at_once_a_comment_a_jittered_retry_and_the_position_of_the_start()
    {
        using var response = await _client.GetAsync($"/events?stream={Publishing.NewStream()}", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        var lines = new StringBuilder();
        for (var i = 0; i < 5; i++) lines.Append(await reader.ReadLineAsync().Within("the first bytes of an idle stream")).Append('\n');

        Assert.Matches(FirstBytes(), lines.ToString());
    }

    [Fact]
    public async Task A_subscription_that_breaks_before_its_first_event_loses_nothing()
    {
        var stream = Publishing.NewStream();
        string position;
        using (var response = await _client.GetAsync($"/events?stream={stream}", HttpCompletionOption.ResponseHeadersRead))
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            string? line;
            do line = await reader.ReadLineAsync().Within("the id of the start");
            while (!line!.StartsWith("id: ", StringComparison.Ordinal));
            position = line[4..];
        }

        await _client.PublishAsync(stream, "missed");
        await using var resumed = await Subscriber.ConnectAsync(_client, $"/events?stream={stream}", position);

        Assert.Equal("missed", (await resumed.NextAsync()).Data);
    }

    [Fact]
    public async Task Live_events_arrive_with_id_type_and_data()
    {
        var stream = Publishing.NewStream();
        await using var subscriber = await Subscriber.ConnectAsync(_client, $"/streams/{stream}/events");

        var first = await _client.PublishAsync(stream, "a\r\nb\rc\nd");
        var second = await _client.PublishAsync(stream, "{\"n\":1}", "application/json", "?type=tick");

        var one = await subscriber.NextAsync();
        Assert.Equal(("message", "a\nb\nc\nd", first.Last), (one.EventType, one.Data, one.EventId));
        var two = await subscriber.NextAsync();
        Assert.Equal(("tick", "{\"n\":1}", second.Last), (two.EventType, two.Data, two.EventId));
    }

    [Fact]
    public async Task Without_a_stream_it_is_the_default_stream()
    {
        await using var subscriber = await Subscriber.ConnectAsync(_client, "/events");
        await _client.PublishAsync("default", "here");

        Assert.Equal("here", (await subscriber.NextAsync()).Data);
    }

    [Fact]
    public async Task A_type_filter_hides_other_events()
    {
        var stream = Publishing.NewStream();
        await using var subscriber = await Subscriber.ConnectAsync(_client, $"/events?stream={stream}&type=b&type=message");
        await _client.PublishAsync(stream, "1", query: "?type=a");
        await _client.PublishAsync(stream, "2", query: "?type=b");
        await _client.PublishAsync(stream, "3");

        Assert.Equal(["2", "3"], (await subscriber.TakeAsync(2)).Select(item => item.Data));
    }

    [Fact]
    public async Task An_envelope_carries_stream_id_type_time_and_data_as_json()
    {
        var stream = Publishing.NewStream();
        await using var subscriber = await Subscriber.ConnectAsync(_client, $"/events?stream={stream}&envelope=json");
        var published = await _client.PublishAsync(stream, "a\nb", query: "?type=t");

        var item = await subscriber.NextAsync();

        Assert.Equal("t", item.EventType);
        Assert.Matches(
            $$"""^\{"stream":"{{Regex.Escape(stream)}}","id":"{{published.Last}}","type":"t","time":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z","data":"a\\nb"\}$""",
            item.Data);
    }

    [Fact]
    public async Task A_page_of_another_origin_may_subscribe_and_needs_no_preflight_that_fails()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/events?stream=x");
        request.Headers.Add("Origin", "https://example.org");
        request.Headers.Add("Access-Control-Request-Method", "GET");
        request.Headers.Add("Access-Control-Request-Headers", "last-event-id");

        using var response = await _client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal("*", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Contains("Last-Event-ID", response.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.OrdinalIgnoreCase);
        Assert.False(response.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [GeneratedRegex(@"^: \w+\nretry: [123]\d\d\d\n\nid: 00000000-0\n\n$")]
    private static partial Regex FirstBytes();
}
