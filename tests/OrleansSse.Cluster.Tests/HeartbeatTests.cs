using OrleansSse.Cluster.Tests.Hosting;

namespace OrleansSse.Cluster.Tests;

public sealed class HeartbeatTests
{
    [Fact]
    public async Task A_quiet_stream_has_comments_and_a_filtered_one_moves_the_position()
    {
        await using var gateway = await TestGateway.StartAsync(settings: ("Gateway:Heartbeat", "00:00:01"));
        var stream = Publishing.NewStream();
        var published = await gateway.Client.PublishAsync(stream, "x");
        using var quiet = await OpenAsync(gateway, $"/events?stream={stream}");
        using var filtered = await OpenAsync(gateway, $"/events?stream={stream}&type=wanted");
        await gateway.Client.PublishAsync(stream, "hidden", query: "?type=other");

        Assert.Equal(":", await LineAsync(quiet, static line => line == ":"));
        var moved = $"id: {published.First[..9]}2";
        Assert.Equal(moved, await LineAsync(filtered, line => line == moved));
        Directory.Delete(gateway.Directory, recursive: true);
    }

    [Fact]
    public async Task A_connection_ends_at_its_age_and_says_when_to_come_back()
    {
        await using var gateway = await TestGateway.StartAsync(settings: ("Gateway:MaxConnectionAge", "00:00:10"));
        using var reader = await OpenAsync(gateway, $"/events?stream={Publishing.NewStream()}");

        var rest = await reader.ReadToEndAsync().Within("the end of an old connection");

        Assert.Matches("retry: [123]\\d\\d\\d\n\n$", rest);
        Directory.Delete(gateway.Directory, recursive: true);
    }

    private static async Task<StreamReader> OpenAsync(TestGateway gateway, string path) =>
        new(await gateway.Client.GetStreamAsync(path));

    private static async Task<string> LineAsync(StreamReader reader, Func<string, bool> isIt)
    {
        while (true)
        {
            var line = await reader.ReadLineAsync().Within("a line of a quiet stream");
            if (isIt(line ?? throw new EndOfStreamException("The response ended."))) return line;
        }
    }
}
