using OrleansSse.Cluster.Tests.Hosting;

namespace OrleansSse.Cluster.Tests;

public sealed class BrokenBodyTests
{
    private const string Plain = "POST /streams/a/events HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n";
    private const string Text = $"{Plain}Connection: close\r\n";
    private const string Feed = "POST /streams/a/events HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-ndjson\r\n";
    private const string Keyed = $"{Feed}Idempotency-Key: k\r\n";
    private const string Patch = "PATCH /streams/a HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n";
    private const string Chunked = "Transfer-Encoding: chunked\r\n\r\n";

    [Theory]
    [InlineData($"{Text}{Chunked}5\r\nhello\r\nnonsense\r\n", 400, "incomplete_body")]
    [InlineData($"{Text}{Chunked}FFFFFFFFFFFFFFFFF\r\nhello", 400, "incomplete_body")]
    [InlineData($"{Keyed}{Chunked}5\r\n{{\"dat\r\nnonsense\r\n", 400, "incomplete_body")]
    [InlineData($"{Feed}{Chunked}FFFFFFFFFFFFFFFFF\r\nhello", 400, "incomplete_body")]
    [InlineData($"{Patch}{Chunked}5\r\n{{\"ret\r\nnonsense\r\n", 400, "incomplete_body")]
    [InlineData($"{Patch}Content-Length: 1000000\r\n\r\n{{", 413, "body_too_large")]
    [InlineData($"{Text}Content-Length: 100\r\n\r\nthen nothing", 408, "incomplete_body")]
    [InlineData($"{Plain}Content-Length: 100\r\n\r\nthen nothing", 408, "incomplete_body")]
    public async Task A_body_that_does_not_arrive_whole_is_the_clients_fault(string request, int status, string code)
    {
        await using var gateway = await TestGateway.StartAsync();
        using var connection = await RawConnection.OpenAsync(gateway, request);
        var answer = await connection.ReadAsync(until: "}");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains($"\"code\":\"{code}\"", answer, StringComparison.Ordinal);
        Assert.True(gateway.Errors.Count == 0, string.Join('\n', gateway.Errors));
        Directory.Delete(gateway.Directory, recursive: true);
    }

    [Theory]
    [InlineData($"{Text}Content-Length: 100\r\n\r\nhello")]
    [InlineData($"{Plain}Content-Length: 100\r\n\r\nhello")]
    [InlineData($"{Keyed}Content-Length: 100\r\n\r\n{{\"dat")]
    [InlineData($"{Feed}Content-Length: 100\r\n\r\n{{\"dat")]
    [InlineData($"{Feed}{Chunked}5\r\n{{\"dat\r\n")]
    [InlineData($"{Patch}Content-Length: 100\r\n\r\n{{\"ret")]
    public async Task A_client_that_goes_away_within_its_body_is_no_error(string request)
    {
        var gateway = await TestGateway.StartAsync();
        await gateway.Client.PublishAsync("b", "1");
        using (var connection = await RawConnection.OpenAsync(gateway, request))
        {
            await gateway.Client.PublishAsync("b", "2");
            connection.Reset();
        }

        // It stops only when all its requests have ended.
        await gateway.DisposeAsync();
        Assert.True(gateway.Errors.Count == 0, string.Join('\n', gateway.Errors));
        Directory.Delete(gateway.Directory, recursive: true);
    }

    [Theory]
    [InlineData(Text)]
    [InlineData(Plain)]
    [InlineData(Keyed)]
    public async Task A_stop_does_not_wait_for_the_rest_of_a_body(string head)
    {
        var gateway = await TestGateway.StartAsync();
        using var connection = await RawConnection.OpenAsync(gateway, $"{head}Content-Length: 100\r\n\r\nhello");
        await gateway.Client.PublishAsync("b", "1");
        var stopping = gateway.StopAsync();
        var answer = await connection.ReadAsync(until: "}");

        Assert.StartsWith("HTTP/1.1 503 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"unavailable\"", answer, StringComparison.Ordinal);
        await stopping;
        await gateway.DisposeAsync();
        Directory.Delete(gateway.Directory, recursive: true);
    }
}
