using System.Text.Json;
using OrleansSse.Cluster.Tests.Hosting;

namespace OrleansSse.Cluster.Tests;

public sealed class ReplayTests(GatewayFixture fixture)
{
    private readonly HttpClient _client = fixture.Gateway.Client;

    [Theory]
    [InlineData(10)]
    [InlineData(3000)]
    [InlineData(9000)]
    public async Task A_reconnect_gets_every_event_it_missed_once_and_in_order(int missed)
    {
        var stream = Publishing.NewStream();
        var first = await _client.PublishManyAsync(stream, 1);
        await _client.PublishManyAsync(stream, missed, from: 1);
        await using var subscriber = await Subscriber.ConnectAsync(_client, $"/events?stream={stream}", first.Last);

        Assert.Equal(Numbers(1, missed), (await subscriber.TakeAsync(missed)).Select(item => item.Data));
    }

    [Fact]
    public async Task History_and_live_join_without_a_hole_or_a_repeat_while_events_keep_coming()
    {
        var stream = Publishing.NewStream();
        const int Before = 6000;
        const int During = 3000;
        var first = await _client.PublishManyAsync(stream, Before);
        var publishing = Task.Run(async () =>
        {
            for (var n = Before; n < Before + During; n += 10) await _client.PublishManyAsync(stream, 10, n);
        });

        // Each joins at another moment of the publishing, at another distance from the head.
        var joined = Enumerable.Range(0, 12).Select(async i =>
        {
            var after = i * 500;
            await using var subscriber = await Subscriber.ConnectAsync(
                _client, $"/events?stream={stream}&lastEventId={first.First[..9]}{after}");
            return (after, (await subscriber.TakeAsync(Before + During - after)).Select(item => item.Data).ToList());
        });

        foreach (var (after, seen) in await Task.WhenAll(joined)) Assert.Equal(Numbers(after, Before + During - after), seen);
        await publishing;
    }

    [Fact]
    public async Task From_says_where_to_start()
    {
        var stream = Publishing.NewStream();
        var published = await _client.PublishManyAsync(stream, 400);
        var epoch = published.First[..9];

        await ExpectAsync("from=earliest", 0, 400);
        await ExpectAsync("from=-50", 350, 50);
        await ExpectAsync("from=-5000", 0, 400);
        await ExpectAsync($"from={epoch}100", 100, 300);
        await ExpectAsync("from=2001-02-03T04:05:06Z", 0, 400);
        await ExpectAsync("from=2001-02-03T04:05:06%2B01:00", 0, 400);
        await ExpectAsync("from=1000000000000", 0, 400);
        await ExpectLiveOnlyAsync("from=latest");
        await ExpectLiveOnlyAsync("from=9999-01-01T00:00:00Z");

        async Task ExpectAsync(string from, int first, int count)
        {
            await using var subscriber = await Subscriber.ConnectAsync(_client, $"/events?stream={stream}&{from}");
            Assert.Equal(Numbers(first, count), (await subscriber.TakeAsync(count)).Select(item => item.Data));
        }

        async Task ExpectLiveOnlyAsync(string from)
        {
            await using var subscriber = await Subscriber.ConnectAsync(_client, $"/events?stream={stream}&{from}");
            // The position of the start precedes events, so what is published now comes after it.
            await _client.PublishAsync(stream, from);
            Assert.Equal(from, (await subscriber.NextAsync()).Data);
        }
    }

    [Fact]
    public async Task A_browser_that_reconnects_resumes_where_it_was_and_not_where_its_url_says()
    {
        var stream = Publishing.NewStream();
        var published = await _client.PublishManyAsync(stream, 10);
        await using var subscriber = await Subscriber.ConnectAsync(_client, $"/events?stream={stream}&from=earliest", published.First[..9] + "8");

        Assert.Equal(["8", "9"], (await subscriber.TakeAsync(2)).Select(item => item.Data));
    }

    [Fact]
    public async Task Says_when_retention_has_dropped_what_the_subscriber_missed()
    {
        var stream = Publishing.NewStream();
        var first = await _client.PublishManyAsync(stream, 1);
        using (var patched = await _client.PatchAsync($"/streams/{stream}", Publishing.Body("{\"retention\":{\"maxEvents\":100}}", "application/json")))
        {
            Assert.True(patched.IsSuccessStatusCode, await patched.Content.ReadAsStringAsync());
        }

        await _client.PublishManyAsync(stream, 9000, from: 1);
        await using var subscriber = await Subscriber.ConnectAsync(_client, $"/events?stream={stream}", first.Last);

        var gap = await subscriber.NextAsync();
        var json = JsonDocument.Parse(gap.Data).RootElement;
        Assert.Equal("error", gap.EventType);
        Assert.Equal("gap", json.GetProperty("code").GetString());
        Assert.Equal(first.Last, json.GetProperty("after").GetString());
        Assert.Equal(first.First[..9] + "8902", json.GetProperty("firstKept").GetString());
        Assert.Equal(first.First[..9] + "9001", json.GetProperty("last").GetString());
        Assert.Equal(first.First[..9] + "8901", gap.EventId);
        Assert.Equal(Numbers(8901, 100), (await subscriber.TakeAsync(100)).Select(item => item.Data));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("zzzzzzzz-7")]
    [InlineData("12345:67")]
    [InlineData("")]
    public async Task A_malformed_or_foreign_last_event_id_is_a_gap_and_never_a_failure(string lastEventId)
    {
        var stream = Publishing.NewStream();
        await using var subscriber = await Subscriber.ConnectAsync(_client, $"/events?stream={stream}", lastEventId);
        await _client.PublishAsync(stream, "live");

        if (lastEventId.Length > 0) Assert.Equal("error", (await subscriber.NextAsync()).EventType);
        Assert.Equal("live", (await subscriber.NextAsync()).Data);
    }

    [Fact]
    public async Task A_future_last_event_id_is_a_gap_then_live()
    {
        var stream = Publishing.NewStream();
        var published = await _client.PublishManyAsync(stream, 5);
        await using var subscriber = await Subscriber.ConnectAsync(_client, $"/events?stream={stream}", published.First[..9] + "999");
        var gap = await subscriber.NextAsync();
        await _client.PublishAsync(stream, "live");

        Assert.Equal(("error", published.Last), (gap.EventType, gap.EventId));
        Assert.Equal("live", (await subscriber.NextAsync()).Data);
    }

    [Fact]
    public async Task An_id_of_a_deleted_stream_is_a_gap_then_all_that_came_since()
    {
        var stream = Publishing.NewStream();
        var old = await _client.PublishManyAsync(stream, 5);
        using (var deleted = await _client.DeleteAsync($"/streams/{stream}")) Assert.True(deleted.IsSuccessStatusCode);
        var fresh = await _client.PublishAsync(stream, "new");
        await using var subscriber = await Subscriber.ConnectAsync(_client, $"/events?stream={stream}", old.Last);

        Assert.NotEqual(old.Last[..8], fresh.Last[..8]);
        Assert.Equal("error", (await subscriber.NextAsync()).EventType);
        var item = await subscriber.NextAsync();
        Assert.Equal(("new", fresh.First), (item.Data, item.EventId));
    }

    [Fact]
    public async Task A_live_subscriber_of_a_deleted_stream_is_told_and_goes_on()
    {
        var stream = Publishing.NewStream();
        await _client.PublishManyAsync(stream, 5);
        await using var subscriber = await Subscriber.ConnectAsync(_client, $"/events?stream={stream}&from=earliest");
        await subscriber.TakeAsync(5);

        using (var deleted = await _client.DeleteAsync($"/streams/{stream}")) Assert.True(deleted.IsSuccessStatusCode);
        await _client.PublishAsync(stream, "new");

        Assert.Equal("error", (await subscriber.NextAsync()).EventType);
        Assert.Equal("new", (await subscriber.NextAsync()).Data);
    }

    [Fact]
    public async Task A_page_of_history_can_be_read_as_json()
    {
        var stream = Publishing.NewStream();
        await _client.PublishManyAsync(stream, 1200);

        List<string> seen = [];
        var from = "earliest";
        bool more;
        do
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/streams/{stream}/events?limit=500&from={from}");
            request.Headers.Accept.ParseAdd("application/json");
            using var response = await _client.SendAsync(request);
            var page = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
            seen.AddRange(page.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("data").GetString()!));
            from = page.GetProperty("next").GetString()!;
            more = page.GetProperty("more").GetBoolean();
        }
        while (more);

        Assert.Equal(Numbers(0, 1200), seen);
    }

    private static IEnumerable<string> Numbers(int first, int count) =>
        Enumerable.Range(first, count).Select(static n => n.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
