using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using OrleansSse.Cluster.Tests.Hosting;

namespace OrleansSse.Cluster.Tests;

public sealed partial class SnapshotTests(GatewayFixture fixture)
{
    private const string Head = ": connected\nretry: 1000\n\n";

    private readonly HttpClient _client = fixture.Gateway.Client;
    private readonly string _stream = Publishing.NewStream();

    [Fact]
    public async Task The_last_event_of_each_key_comes_first_and_then_what_is_new()
    {
        var epoch = await PublishAsync();
        using var subscriber = await ResponseText.OpenAsync(_client, $"/events?stream={_stream}&from=snapshot");
        var snapshot = $"{Head}id: {epoch}1\n\nid: {epoch}2\ndata: 2\n\nid: {epoch}4\nevent: t\ndata: 4\n\nid: {epoch}7\n\n";
        Assert.Equal(snapshot, await subscriber.ReadToAsync($"id: {epoch}7\n\n"));

        await _client.PublishAsync(_stream, "8", query: "?key=b");

        Assert.Equal($"{snapshot}id: {epoch}8\ndata: 8\n\n", await subscriber.ReadToAsync("data: 8\n\n"));
    }

    [Fact]
    public async Task Who_was_cut_off_in_the_middle_gets_all_that_came_after_and_who_had_it_all_only_what_is_new()
    {
        var epoch = await PublishAsync();
        using var middle = await ResponseText.OpenAsync(_client, $"/events?stream={_stream}&from=snapshot", $"{epoch}2");
        using var end = await ResponseText.OpenAsync(_client, $"/events?stream={_stream}&from=snapshot", $"{epoch}7");
        await end.ReadToAsync($"id: {epoch}7\n\n");

        await _client.PublishAsync(_stream, "8");

        Assert.Equal(
            $"{Head}id: {epoch}2\n\nid: {epoch}3\ndata: 3\n\nid: {epoch}4\nevent: t\ndata: 4\n\nid: {epoch}5\ndata: 5\n\n"
            + $"id: {epoch}6\ndata: \n\nid: {epoch}7\ndata: 7\n\nid: {epoch}8\ndata: 8\n\n",
            await middle.ReadToAsync("data: 8\n\n"));
        Assert.Equal($"{Head}id: {epoch}7\n\nid: {epoch}8\ndata: 8\n\n", await end.ReadToAsync("data: 8\n\n"));
    }

    [Fact]
    public async Task An_envelope_says_the_key()
    {
        var epoch = await PublishAsync();
        using var subscriber = await ResponseText.OpenAsync(_client, $"/events?stream={_stream}&from=snapshot&envelope=json&type=t");

        var text = Time().Replace(await subscriber.ReadToAsync("}\n\n"), "T");

        Assert.Equal(
            $"{Head}id: {epoch}1\n\nevent: t\nid: {epoch}4\ndata: {{\"stream\":\"{_stream}\",\"id\":\"{epoch}4\",\"type\":\"t\",\"time\":\"T\",\"key\":\"a\",\"data\":\"4\"}}\n\n",
            text);
    }

    [Fact]
    public async Task Pages_of_it_are_joined_by_their_next()
    {
        var epoch = await PublishAsync();

        var first = await PageAsync("from=snapshot&limit=1");
        var second = await PageAsync($"from={first.GetProperty("next").GetString()}&limit=1");

        Assert.Equal($"snapshot:{epoch}2:7", first.GetProperty("next").GetString());
        Assert.Equal(("b", "2", true), Told(first));
        Assert.Equal(("a", "4", false), Told(second));
        Assert.Equal($"{epoch}7", second.GetProperty("next").GetString());

        static (string? Key, string? Data, bool More) Told(JsonElement page)
        {
            var only = Assert.Single(page.GetProperty("events").EnumerateArray());
            return (only.GetProperty("key").GetString(), only.GetProperty("data").GetString(), page.GetProperty("more").GetBoolean());
        }
    }

    [Fact]
    public async Task A_large_one_joins_what_is_published_meanwhile_without_a_hole_or_a_repeat()
    {
        const int Keys = 3000, Updates = 3000, Subscribers = 8;
        await PublishManyAsync(0, Keys, Keys);
        var publishing = Task.Run(async () =>
        {
            for (var n = Keys; n < Keys + Updates; n += 100) await PublishManyAsync(n, 100, Keys);
        });

        var views = await Task.WhenAll(Enumerable.Range(0, Subscribers).Select(_ => FollowAsync($"{Keys + Updates - 1}")));
        await publishing;

        // Each key's last number: the second round replaced the first of all keys.
        var expected = Enumerable.Range(Keys, Updates).ToDictionary(static n => $"{n % Keys}", static n => $"{n}");
        Assert.All(views, view => Assert.Equal(expected, view));
    }

    [Fact]
    public async Task Keys_and_what_was_removed_outlive_the_process()
    {
        string directory;
        await using (var gateway = await TestGateway.StartAsync())
        {
            directory = gateway.Directory;
            await gateway.Client.PublishAsync(
                _stream, "{\"key\":\"a\",\"data\":\"1\"}\n{\"key\":\"b\",\"data\":\"2\"}\n{\"key\":\"a\",\"data\":\"\"}\n", "application/x-ndjson");
        }

        await using (var gateway = await TestGateway.StartAsync(directory))
        {
            await using var subscriber = await Subscriber.ConnectAsync(gateway.Client, $"/events?stream={_stream}&from=snapshot");
            Assert.Equal("2", (await subscriber.NextAsync()).Data);
            await gateway.Client.PublishAsync(_stream, "live");
            Assert.Equal("live", (await subscriber.NextAsync()).Data);
        }

        Directory.Delete(directory, recursive: true);
    }

    [GeneratedRegex("[0-9]{4}-[0-9-]+T[0-9:.]+Z")]
    private static partial Regex Time();

    // a: 1, then 4; b: 2; c: 5, then removed; 3 and 7 have no key.
    private async Task<string> PublishAsync()
    {
        await _client.PublishAsync(_stream, "1", query: "?key=a");
        await _client.PublishAsync(_stream, "data: 2\n\n", "text/event-stream", "?key=b");
        await _client.PublishAsync(_stream, "{\"data\":\"3\"}\n{\"data\":\"4\",\"type\":\"t\",\"key\":\"a\"}\n{\"data\":\"5\",\"key\":\"c\"}\n", "application/x-ndjson");
        await _client.PublishAsync(_stream, "", query: "?key=c");
        return (await _client.PublishAsync(_stream, "7")).First[..9];
    }

    private Task<Published> PublishManyAsync(int from, int count, int keys) => _client.PublishAsync(
        _stream,
        string.Concat(Enumerable.Range(from, count).Select(n => $"{{\"key\":\"{n % keys}\",\"data\":\"{n}\"}}\n")),
        "application/x-ndjson");

    private async Task<Dictionary<string, string>> FollowAsync(string until)
    {
        await using var subscriber = await Subscriber.ConnectAsync(_client, $"/events?stream={_stream}&from=snapshot&envelope=json");
        var view = new Dictionary<string, string>();
        var last = 0L;
        while (true)
        {
            var json = JsonDocument.Parse((await subscriber.NextAsync()).Data).RootElement;
            var sequence = long.Parse(json.GetProperty("id").GetString()![9..], CultureInfo.InvariantCulture);
            Assert.True(sequence > last, $"{sequence} comes after {last}.");
            last = sequence;
            view[json.GetProperty("key").GetString()!] = json.GetProperty("data").GetString()!;
            if (json.GetProperty("data").GetString() == until) return view;
        }
    }

    private async Task<JsonElement> PageAsync(string query) =>
        JsonDocument.Parse(await _client.PageAsync(_stream, $"?{query}")).RootElement;
}
