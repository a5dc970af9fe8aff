using System.Net;
using System.Net.Sockets;
using System.Text;
using OrleansSse.Cluster.Tests.Hosting;

namespace OrleansSse.Cluster.Tests;

public sealed class BadInputTests(GatewayFixture fixture)
{
    private readonly HttpClient _client = fixture.Gateway.Client;

    [Theory]
    [InlineData("GET", "/events?stream=a%20b", 400, "invalid_stream_name")]
    [InlineData("GET", "/events?stream=a..b", 400, "invalid_stream_name")]
    [InlineData("GET", "/events?stream=", 400, "invalid_stream_name")]
    [InlineData("GET", "/events?stream=a.*", 400, "invalid_stream_name")]
    [InlineData("GET", "/events?stream=a&stream=b", 400, "one_stream_only")]
    [InlineData("GET", "/events?stream=a&from=yesterday", 400, "invalid_start")]
    [InlineData("GET", "/events?stream=a&from=", 400, "invalid_start")]
    [InlineData("GET", "/events?stream=a&from=-0", 400, "invalid_start")]
    [InlineData("GET", "/events?stream=a&from=--5", 400, "invalid_start")]
    [InlineData("GET", "/events?stream=a&from=1e3", 400, "invalid_start")]
    [InlineData("GET", "/events?stream=a&from=snapshot:1", 400, "invalid_start")]
    [InlineData("POST", "/streams/a/events?ttl=soon", 400, "invalid_ttl")]
    [InlineData("POST", "/streams/a/events?ttl=0", 400, "invalid_ttl")]
    [InlineData("POST", "/streams/a/events?key=", 400, "invalid_event_key")]
    [InlineData("POST", "/streams/a/events?key=a%0A", 400, "invalid_event_key")]
    [InlineData("GET", "/events?stream=a&from=2026-13-01", 400, "invalid_start")]
    [InlineData("GET", "/events?stream=a&from=99999999999999999999", 400, "invalid_start")]
    [InlineData("GET", "/events?stream=a&from=earliest&from=latest", 400, "invalid_start")]
    [InlineData("GET", "/events?stream=a&type=a%0Ab", 400, "invalid_event_type")]
    [InlineData("GET", "/events?stream=a&envelope=xml", 400, "invalid_envelope")]
    [InlineData("GET", "/streams/a%2Fb", 400, "invalid_stream_name")]
    [InlineData("GET", "/nothing/here", 404, "not_found")]
    [InlineData("PUT", "/streams/a/events", 405, "method_not_allowed")]
    [InlineData("POST", "/events", 405, "method_not_allowed")]
    [InlineData("POST", "/streams/a", 405, "method_not_allowed")]
    [InlineData("POST", "/streams/a/events?type=b&type=c", 400, "invalid_event_type")]
    [InlineData("PATCH", "/streams/a", 415, "unsupported_content_type")]
    [InlineData("DELETE", "/streams/$own", 403, "reserved_stream")]
    public async Task A_request_that_is_wrong_says_how_to_mend_it(string method, string path, int status, string code)
    {
        using var request = new HttpRequestMessage(new(method), path);
        using var response = await _client.SendAsync(request);

        await ExpectAsync(response, status, code);
        if (status == 405) Assert.NotEmpty(response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("GET", "/nothing/here", "text/event-stream", 404, "not_found")]
    [InlineData("GET", "/nothing/here", "text/html", 404, "not_found")]
    [InlineData("PUT", "/streams/a/events", "text/html", 405, "method_not_allowed")]
    public async Task A_problem_is_told_also_to_who_accepts_no_json(string method, string path, string accept, int status, string code)
    {
        using var request = new HttpRequestMessage(new(method), path) { Headers = { { "Accept", accept } } };
        using var response = await _client.SendAsync(request);

        await ExpectAsync(response, status, code);
    }

    [Theory]
    [InlineData("application/json", "{\"a\":", 400, "invalid_json")]
    [InlineData("application/json", "", 400, "invalid_json")]
    [InlineData("application/x-ndjson", "{\"type\":\"a\"}\n", 400, "invalid_event")]
    [InlineData("application/x-ndjson", "{\"data\":\"a\",\"typ\":\"b\"}\n", 400, "invalid_event")]
    [InlineData("application/x-ndjson", "{\"data\":\"a\",\"type\":\"b\\nc\"}\n", 400, "invalid_event_type")]
    [InlineData("application/x-ndjson", "[1]\n", 400, "invalid_event")]
    [InlineData("text/event-stream", "data: never ended", 400, "incomplete_event")]
    [InlineData("application/octet-stream", "x", 415, "unsupported_content_type")]
    [InlineData("text/plain; charset=iso-8859-1", "x", 415, "unsupported_content_type")]
    public async Task A_body_that_is_wrong_says_how_to_mend_it_and_stores_nothing(string contentType, string body, int status, string code)
    {
        var stream = Publishing.NewStream();
        using var response = await _client.PostAsync($"/streams/{stream}/events", Publishing.Body(body, contentType));

        await ExpectAsync(response, status, code);
        await NothingStoredAsync(stream);
    }

    [Fact]
    public async Task A_body_that_is_not_utf8_is_refused()
    {
        var stream = Publishing.NewStream();
        using var content = new ByteArrayContent([0x61, 0xff, 0x62]) { Headers = { ContentType = new("text/plain") } };
        using var response = await _client.PostAsync($"/streams/{stream}/events", content);

        await ExpectAsync(response, 400, "invalid_utf8");
        await NothingStoredAsync(stream);
    }

    [Theory]
    [InlineData("text/plain; charset=\"utf-8\"")]
    [InlineData("text/plain; charset=UTF-8")]
    public async Task Utf8_may_be_named_in_any_way_that_http_has(string contentType)
    {
        using var response = await _client.PostAsync($"/streams/{Publishing.NewStream()}/events", Publishing.Body("ü", contentType));

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    [Fact]
    public async Task A_body_without_a_content_type_is_refused()
    {
        using var content = new ByteArrayContent([0x61]);
        using var response = await _client.PostAsync($"/streams/{Publishing.NewStream()}/events", content);

        await ExpectAsync(response, 415, "unsupported_content_type");
    }

    [Theory]
    [InlineData("text/plain", "")]
    [InlineData("application/x-ndjson", "{\"data\":\"")]
    [InlineData("text/event-stream", "data: ")]
    public async Task An_event_over_the_limit_is_refused(string contentType, string start)
    {
        var stream = Publishing.NewStream();
        var end = start.Length == 0 ? "" : contentType == "application/x-ndjson" ? "\"}\n" : "\n\n";
        using (var fits = await _client.PostAsync($"/streams/{stream}/events", Publishing.Body(start + new string('a', 256 * 1024) + end, contentType)))
        {
            Assert.Equal(HttpStatusCode.Created, fits.StatusCode);
        }

        using var response = await _client.PostAsync($"/streams/{stream}/events", Publishing.Body(start + new string('a', 256 * 1024 + 1) + end, contentType));
        await ExpectAsync(response, 413, "event_too_large");
    }

    [Fact]
    public async Task A_chunked_body_without_an_end_is_refused_once_it_is_over_the_limit()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(fixture.Gateway.Address.Host, fixture.Gateway.Address.Port);
        var connection = socket.GetStream();
        await connection.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /streams/{Publishing.NewStream()}/events HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"));
        var chunk = Encoding.ASCII.GetBytes($"1000\r\n{new string('a', 0x1000)}\r\n");
        using var answered = new CancellationTokenSource();
        var sending = Task.Run(async () =>
        {
            while (!answered.IsCancellationRequested) await connection.WriteAsync(chunk, answered.Token);
        });

        using var reader = new StreamReader(connection, leaveOpen: true);
        var status = await reader.ReadLineAsync().Within("the refusal of an endless body");
        await answered.CancelAsync();
        await sending.ContinueWith(static _ => { }, TaskScheduler.Default);

        Assert.Equal("HTTP/1.1 413 Payload Too Large", status);
    }

    [Theory]
    [InlineData("Idempotency-Key", "", "invalid_idempotency_key")]
    [InlineData("If-Match", "k3x9f2ab-1", "invalid_precondition")]
    [InlineData("If-Match", "*", "invalid_precondition")]
    public async Task A_condition_that_is_malformed_is_refused(string header, string value, string code)
    {
        var stream = Publishing.NewStream();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/streams/{stream}/events") { Content = Publishing.Body("x", "text/plain") };
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await _client.SendAsync(request);

        await ExpectAsync(response, 400, code);
        await NothingStoredAsync(stream);
    }

    [Theory]
    [InlineData("{\"retention\":{\"maxEvents\":0}}", "invalid_retention")]
    [InlineData("{\"retention\":{\"maxEvents\":70000}}", "invalid_retention")]
    [InlineData("{\"retention\":{\"maxAgeSeconds\":1e300}}", "invalid_retention")]
    [InlineData("{\"retention\":{\"maxEvnts\":5}}", "invalid_json")]
    [InlineData("{\"retention\":{\"maxEvents\":1.5}}", "invalid_json")]
    [InlineData("nonsense", "invalid_json")]
    public async Task A_retention_that_is_wrong_is_refused(string body, string code)
    {
        var stream = Publishing.NewStream();
        using var response = await _client.PatchAsync($"/streams/{stream}", Publishing.Body(body, "application/json"));

        await ExpectAsync(response, 400, code);
        await NothingStoredAsync(stream);
    }

    private static async Task ExpectAsync(HttpResponseMessage response, int status, string code)
    {
        var problem = await Problem.ReadAsync(response);
        Assert.Equal((status, code), (problem.Status, problem.Code));
        Assert.EndsWith(".", problem.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("OrleansSse", problem.Detail, StringComparison.Ordinal);
    }

    private async Task NothingStoredAsync(string stream)
    {
        var info = await _client.GetStringAsync($"/streams/{stream}");
        Assert.Contains("\"last\":\"00000000-0\"", info, StringComparison.Ordinal);
        Assert.DoesNotContain(stream, string.Join('\n', Directory.EnumerateFileSystemEntries(fixture.Gateway.Directory, "*", SearchOption.AllDirectories)), StringComparison.Ordinal);
    }
}
