using System.Net;
using System.Text.Json;
using OrleansSse.Cluster.Tests.Hosting;

namespace OrleansSse.Cluster.Tests;

/// <summary>Completing and deleting a stream, and what it says and takes afterwards.</summary>
public sealed class ChangeTests(GatewayFixture fixture)
{
    private readonly HttpClient _client = fixture.Gateway.Client;
    private readonly string _stream = Publishing.NewStream();

    [Fact]
    public async Task A_stream_and_its_history_say_that_it_is_completed()
    {
        await _client.PublishManyAsync(_stream, 3);
        Assert.False((await InfoAsync()).GetProperty("completed").GetBoolean());
        Assert.False((await PageAsync()).GetProperty("completed").GetBoolean());

        var answered = await _client.CompleteAsync(_stream);
        Assert.True(answered.GetProperty("completed").GetBoolean());
        Assert.True((await _client.CompleteAsync(_stream)).GetProperty("completed").GetBoolean());

        Assert.True((await InfoAsync()).GetProperty("completed").GetBoolean());
        var page = await PageAsync();
        Assert.Equal((true, false, 3), (page.GetProperty("completed").GetBoolean(), page.GetProperty("more").GetBoolean(), page.GetProperty("events").GetArrayLength()));
    }

    [Fact]
    public async Task A_change_leaves_alone_what_it_does_not_name()
    {
        await _client.PatchStreamAsync(_stream, "{\"retention\":{\"maxEvents\":7}}");
        await _client.PatchStreamAsync(_stream, "{}");
        await _client.PatchStreamAsync(_stream, "{\"completed\":null}");
        var completed = await _client.PatchStreamAsync(_stream, "{\"completed\":true}");
        var both = await _client.PatchStreamAsync(_stream, "{\"completed\":true,\"retention\":null}");

        Assert.Equal((7, true), (MaxEvents(completed), completed.GetProperty("completed").GetBoolean()));
        Assert.Equal((10_000, true), (MaxEvents(both), both.GetProperty("completed").GetBoolean()));

        static long MaxEvents(JsonElement info) => info.GetProperty("retention").GetProperty("maxEvents").GetInt64();
    }

    [Theory]
    [InlineData("{\"completed\":false}", "invalid_change")]
    [InlineData("{\"completed\":false,\"retention\":{\"maxEvents\":7}}", "invalid_change")]
    [InlineData("{\"completed\":\"yes\"}", "invalid_json")]
    public async Task What_is_no_completion_is_refused_and_changes_nothing(string body, string code)
    {
        await _client.CompleteAsync(_stream);
        using var response = await _client.PatchAsync($"/streams/{_stream}", Publishing.Body(body, "application/json"));

        var problem = await Problem.ReadAsync(response);
        Assert.Equal((400, code), (problem.Status, problem.Code));
        var info = await InfoAsync();
        Assert.True(info.GetProperty("completed").GetBoolean());
        Assert.Equal(10_000, info.GetProperty("retention").GetProperty("maxEvents").GetInt64());
    }

    [Theory]
    [InlineData("a", "text/plain")]
    [InlineData("{\"data\":\"a\"}\n", "application/x-ndjson")]
    [InlineData("data: a\n\n", "text/event-stream")]
    public async Task A_publish_to_what_is_completed_is_a_conflict(string body, string contentType)
    {
        await _client.CompleteAsync(_stream);
        using var response = await _client.PostAsync($"/streams/{_stream}/events", Publishing.Body(body, contentType));

        var problem = await Problem.ReadAsync(response);
        Assert.Equal((409, "stream_completed"), (problem.Status, problem.Code));
        Assert.Equal(0, (await InfoAsync()).GetProperty("count").GetInt64());
    }

    [Fact]
    public async Task A_retry_of_what_was_stored_before_gets_its_ids()
    {
        var first = await PublishOnceAsync();
        await _client.CompleteAsync(_stream);
        var again = await PublishOnceAsync();

        Assert.Equal((HttpStatusCode.Created, first.Body), (again.Status, again.Body));
        Assert.True(again.IsReplayed);
    }

    [Fact]
    public async Task Subscribers_are_told_of_a_deletion_by_its_name_and_stay()
    {
        await using var subscriber = await Subscriber.ConnectAsync(_client, $"/events?stream={_stream}");
        var last = (await _client.PublishAsync(_stream, "a")).Last;
        Assert.Equal("a", (await subscriber.NextAsync()).Data);

        await _client.DeleteStreamAsync(_stream);
        var told = await subscriber.NextAsync();
        var first = (await _client.PublishAsync(_stream, "b")).First;

        Assert.Equal("error", told.EventType);
        Assert.Equal($"{first[..^1]}0", told.EventId);
        Assert.Equal(
            $"{{\"code\":\"deleted\",\"message\":\"The stream was deleted; it goes on with {first}. Load anew what depends on its events.\","
            + $"\"after\":\"{last}\",\"firstKept\":\"{first}\",\"last\":\"{told.EventId}\"}}",
            told.Data);
        Assert.Equal(("message", "b", first), await subscriber.NextAsync() is var next ? (next.EventType, next.Data, next.EventId) : default);
    }

    [Fact]
    public async Task A_deletion_begins_anew_what_was_completed()
    {
        var last = (await _client.PublishAsync(_stream, "a")).Last;
        await _client.CompleteAsync(_stream);
        // The gateway knows of the end, and must not answer by it.
        using (var over = await _client.GetAsync($"/events?stream={_stream}")) Assert.Equal(HttpStatusCode.NoContent, over.StatusCode);

        await _client.DeleteStreamAsync(_stream);
        await using var late = await Subscriber.ConnectAsync(_client, $"/events?stream={_stream}");
        await using var resumed = await Subscriber.ConnectAsync(_client, $"/events?stream={_stream}", last);
        var first = (await _client.PublishAsync(_stream, "b")).First;

        Assert.Equal("b", (await late.NextAsync()).Data);
        Assert.Contains("\"code\":\"deleted\"", (await resumed.NextAsync()).Data, StringComparison.Ordinal);
        Assert.Equal(("b", first), await resumed.NextAsync() is var next ? (next.Data, next.EventId) : default);
        Assert.False((await InfoAsync()).GetProperty("completed").GetBoolean());
        var page = await PageAsync($"?lastEventId={last}");
        Assert.True(page.GetProperty("gap").GetProperty("deleted").GetBoolean());
    }

    private async Task<(HttpStatusCode Status, string Body, bool IsReplayed)> PublishOnceAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/streams/{_stream}/events") { Content = Publishing.Body("once", "text/plain") };
        request.Headers.Add("Idempotency-Key", "the-key");
        using var response = await _client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.Contains("Idempotency-Replayed"));
    }

    private async Task<JsonElement> InfoAsync() => JsonDocument.Parse(await _client.GetStringAsync($"/streams/{_stream}")).RootElement;

    private async Task<JsonElement> PageAsync(string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/streams/{_stream}/events{query}");
        request.Headers.Accept.ParseAdd("application/json");
        using var response = await _client.SendAsync(request);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }
}
