using OrleansSse.Browser.Tests.Browsers;
using OrleansSse.Browser.Tests.Hosting;
using OrleansSse.Browser.Tests.Pages;

namespace OrleansSse.Browser.Tests;

/// <summary>What a page sees that begins with the last event of each key.</summary>
public sealed class SnapshotTests(InstalledBrowsers browsers)
{
    [Theory, EveryBrowser]
    public async Task Over_a_kill_each_key_is_shown_once_and_then_only_what_is_new(BrowserKind browser)
    {
        var stream = Publishing.NewStream();
        await using var gateway = await GatewayProcess.StartAsync(("Gateway:RetryMin", "00:00:00.3"), ("Gateway:RetryMax", "00:00:00.3"));
        await gateway.Http.PublishAsync(stream, "a1", key: "a");
        await gateway.Http.PublishAsync(stream, "b1", key: "b");
        await gateway.Http.PublishAsync(stream, "a2", key: "a");
        await gateway.Http.PublishAsync(stream, "without a key");
        await using var page = await SubscriberPage.OpenAsync(browsers, browser, gateway);
        await page.SubscribeAsync(gateway.Address, $"/events?stream={stream}&from=snapshot");
        Assert.Equal(["b1", "a2"], await page.TakeDataAsync(2));

        // The next event shows that the page had come to the end of the snapshot.
        await gateway.Http.PublishAsync(stream, "c1", key: "c");
        Assert.Equal(["c1"], await page.TakeDataAsync(1));
        await gateway.KillAsync();
        await gateway.RestartAsync();
        await gateway.Http.PublishAsync(stream, "b2", key: "b");
        await gateway.Http.PublishAsync(stream, "a3", key: "a");

        Assert.Equal(["b2", "a3"], await page.TakeDataAsync(2));
    }

    [Theory, EveryBrowser]
    public async Task A_page_that_lost_its_connection_at_the_end_of_the_snapshot_is_shown_nothing_older(BrowserKind browser)
    {
        var stream = Publishing.NewStream();
        await using var gateway = await GatewayProcess.StartAsync(("Gateway:RetryMin", "00:00:00.3"), ("Gateway:RetryMax", "00:00:00.3"));
        await gateway.Http.PublishAsync(stream, "a", key: "a");
        await gateway.Http.PublishAsync(stream, "b", key: "b");
        await gateway.Http.PublishAsync(stream, "", key: "b");
        var end = await gateway.Http.PublishAsync(stream, "without a key");
        await using var page = await SubscriberPage.OpenAsync(browsers, browser, gateway);
        // What moves its position fires nothing but in Firefox; a second connection to the same place is told the same bytes.
        await page.SubscribeAsync(gateway.Address, $"/events?stream={stream}&from=snapshot");
        Assert.Equal(["a"], await page.TakeDataAsync(1));
        await page.SubscribeAsync(gateway.Address, $"/events?stream={stream}&lastEventId={end}", "second");

        await gateway.KillAsync();
        await gateway.RestartAsync();
        await gateway.Http.PublishAsync(stream, "new", key: "b");

        Assert.Equal(["new", "new"], await page.TakeDataAsync(2));
    }
}
