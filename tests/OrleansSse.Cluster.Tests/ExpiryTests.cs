using System.Net;
using OrleansSse.Cluster.Tests.Hosting;

namespace OrleansSse.Cluster.Tests;

public sealed class ExpiryTests(GatewayFixture fixture)
{
    private const string Head = ": connected\nretry: 1000\n\n";

    private readonly HttpClient _client = fixture.Gateway.Client;
    private readonly string _stream = Publishing.NewStream();

    [Fact]
    public async Task What_has_expired_is_shown_to_nobody_and_the_ids_of_the_others_are_their_own()
    {
        var (epoch, first) = await PublishAsync();

        using var earliest = await ResponseText.OpenAsync(_client, $"/events?stream={_stream}&from=earliest");
        using var resumed = await ResponseText.OpenAsync(_client, $"/events?stream={_stream}", first);
        using var recent = await ResponseText.OpenAsync(_client, $"/events?stream={_stream}&from=-2&envelope=json");

        Assert.Equal($"{Head}id: {epoch}0\n\nid: {epoch}1\ndata: a\n\nid: {epoch}3\ndata: c\n\n", await earliest.ReadToAsync("data: c\n\n"));
        Assert.Equal($"{Head}id: {epoch}1\n\nid: {epoch}3\ndata: c\n\n", await resumed.ReadToAsync("data: c\n\n"));
        Assert.StartsWith($"{Head}id: {epoch}1\n\nid: {epoch}3\ndata: {{", await recent.ReadToAsync("}\n\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_goes_on_after_what_has_expired()
    {
        var (epoch, _) = await PublishAsync();

        var page = await _client.PageAsync(_stream, "?limit=2");

        Assert.EndsWith($"\"data\":\"a\"}}],\"next\":\"{epoch}2\",\"last\":\"{epoch}3\",\"more\":true,\"completed\":false}}", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_there_gets_an_event_that_will_expire()
    {
        using var live = await ResponseText.OpenAsync(_client, $"/events?stream={_stream}");
        await live.ReadToAsync("id: 00000000-0\n\n");

        var published = await _client.PublishAsync(_stream, "a", query: "?ttl=3600&key=k");

        Assert.EndsWith($"id: {published.First}\ndata: a\n\n", await live.ReadToAsync("data: a\n\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_a_feed_says_can_expire()
    {
        await _client.PublishAsync(_stream, "data: a\n\ndata: b\n\n", "text/event-stream", "?ttl=0.001");
        await _client.PublishAsync(_stream, "{\"data\":\"c\"}\n{\"data\":\"d\",\"ttl\":3600}\n{\"data\":\"e\",\"ttl\":0.002}\n", "application/x-ndjson", "?ttl=0.001");
        await _client.PublishAsync(_stream, "f");
        await GoneAsync("\"e\"");

        await using var subscriber = await Subscriber.ConnectAsync(_client, $"/events?stream={_stream}&from=earliest");

        Assert.Equal(["d", "f"], (await subscriber.TakeAsync(2)).Select(item => item.Data));
    }

    [Fact]
    public async Task The_same_idempotency_key_with_another_time_or_key_is_another_publish()
    {
        Assert.Equal(HttpStatusCode.Created, await PublishOnceAsync("?ttl=60&key=a"));
        Assert.Equal(HttpStatusCode.Created, await PublishOnceAsync("?ttl=60&key=a"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await PublishOnceAsync("?ttl=61&key=a"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await PublishOnceAsync("?ttl=60&key=b"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await PublishOnceAsync(""));
    }

    private async Task<HttpStatusCode> PublishOnceAsync(string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/streams/{_stream}/events{query}") { Content = Publishing.Body("x", "text/plain") };
        request.Headers.Add("Idempotency-Key", "once");
        using var response = await _client.SendAsync(request);
        return response.StatusCode;
    }

    private async Task<(string Epoch, string First)> PublishAsync()
    {
        var first = await _client.PublishAsync(_stream, "a");
        await _client.PublishAsync(_stream, "b", query: "?ttl=0.001");
        await _client.PublishAsync(_stream, "c");
        await GoneAsync("\"b\"");
        return (first.First[..9], first.First);
    }

    private async Task GoneAsync(string data)
    {
        var started = TimeProvider.System.GetTimestamp();
        while ((await _client.PageAsync(_stream)).Contains(data, StringComparison.Ordinal))
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Limits.Patience, $"{data} is still shown.");
    }
}
