using System.Net.Sockets;
using System.Text;
using OrleansSse.Cluster.Tests.Hosting;

namespace OrleansSse.Cluster.Tests;

public sealed class RestartTests
{
    [Fact]
    public async Task History_keys_and_retention_outlive_the_process()
    {
        var stream = Publishing.NewStream();
        string directory;
        Published first;
        await using (var gateway = await TestGateway.StartAsync())
        {
            directory = gateway.Directory;
            first = await gateway.Client.PublishManyAsync(stream, 700);
            (await gateway.Client.PatchAsync($"/streams/{stream}", Publishing.Body("{\"retention\":{\"maxEvents\":500}}", "application/json"))).Dispose();
            await PublishOnceAsync(gateway.Client, stream);
        }

        await using (var gateway = await TestGateway.StartAsync(directory))
        {
            var again = await PublishOnceAsync(gateway.Client, stream);
            Assert.Equal(first.First[..9] + "701", again);
            var info = await gateway.Client.GetStringAsync($"/streams/{stream}");
            Assert.Contains("\"count\":500", info, StringComparison.Ordinal);
            await using var subscriber = await Subscriber.ConnectAsync(gateway.Client, $"/events?stream={stream}", first.First[..9] + "698");
            Assert.Equal(["698", "699", "once"], (await subscriber.TakeAsync(3)).Select(item => item.Data));
        }

        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task A_gateway_that_stops_ends_its_responses_between_frames_and_says_when_to_come_back()
    {
        var stream = Publishing.NewStream();
        var gateway = await TestGateway.StartAsync();
        await using var subscriber = await Subscriber.ConnectAsync(gateway.Client, $"/events?stream={stream}");
        await gateway.Client.PublishAsync(stream, "last");
        Assert.Equal("last", (await subscriber.NextAsync()).Data);

        await gateway.DisposeAsync();

        Assert.Empty(await subscriber.RestAsync());
        Directory.Delete(gateway.Directory, recursive: true);
    }

    [Fact]
    public async Task A_gateway_that_stops_ends_feeds_and_says_what_they_published()
    {
        var stream = Publishing.NewStream();
        var gateway = await TestGateway.StartAsync();
        await using var subscriber = await Subscriber.ConnectAsync(gateway.Client, $"/events?stream={stream}");
        using var socket = new TcpClient();
        await socket.ConnectAsync(gateway.Address.Host, gateway.Address.Port);
        const string Line = "{\"data\":\"a\"}\n";
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /streams/{stream}/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n{Line.Length:x}\r\n{Line}\r\n"));
        var seen = await subscriber.NextAsync();

        var stopping = gateway.StopAsync();
        using var reader = new StreamReader(socket.GetStream());
        var status = await reader.ReadLineAsync().Within("the answer to a feed when the gateway stops");
        var answer = "";
        while (!answer.Contains("code", StringComparison.Ordinal)) answer = await reader.ReadLineAsync().Within("the problem that tells what was published") ?? "";
        await stopping;
        await gateway.DisposeAsync();

        Assert.Equal("HTTP/1.1 503 Service Unavailable", status);
        Assert.Contains("\"code\":\"unavailable\"", answer, StringComparison.Ordinal);
        Assert.Contains($"\"published\":1,\"first\":\"{seen.EventId}\",\"last\":\"{seen.EventId}\"", answer, StringComparison.Ordinal);
        Directory.Delete(gateway.Directory, recursive: true);
    }

    private static async Task<string> PublishOnceAsync(HttpClient client, string stream)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/streams/{stream}/events") { Content = Publishing.Body("once", "text/plain") };
        request.Headers.Add("Idempotency-Key", "the-key");
        using var response = await client.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, body);
        return System.Text.Json.JsonDocument.Parse(body).RootElement.GetProperty("first").GetString()!;
    }
}
