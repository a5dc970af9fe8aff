using System.Globalization;
using OrleansSse.Browser.Tests.Browsers;
using OrleansSse.Browser.Tests.Hosting;
using OrleansSse.Browser.Tests.Pages;

namespace OrleansSse.Browser.Tests;

/// <summary>What a page sees when the gateway is killed and comes back.</summary>
public sealed class ReconnectTests(InstalledBrowsers browsers, OtherOrigin otherOrigin)
{
    [Theory, EveryBrowser]
    public async Task Waits_as_long_as_the_server_said_before_it_connects_again(BrowserKind browser)
    {
        // Longer than any browser waits when nobody told it to.
        await using var gateway = await StartAsync(retry: "00:00:06");
        await using var page = await SubscriberPage.OpenAsync(browsers, browser, gateway);
        await page.SubscribeAsync(gateway.Address, $"/events?stream={Publishing.NewStream()}");

        await gateway.KillAsync();
        var lost = await page.NextAsync();
        await gateway.RestartAsync();
        var next = await page.NextAsync();

        Assert.Equal(("error", 0), (lost.Kind, lost.State));
        Assert.InRange(next.At - lost.At, 5900, double.MaxValue);
    }

    [Theory, EveryBrowser]
    public async Task Shows_every_acknowledged_event_once_and_in_order_over_a_kill(BrowserKind browser)
    {
        await using var gateway = await StartAsync(retry: "00:00:00.3");
        await using var page = await SubscriberPage.OpenAsync(browsers, browser, gateway);
        await ShowsAllOverAKillAsync(gateway, page);
    }

    [Theory, EveryBrowser]
    public async Task Shows_every_acknowledged_event_once_and_in_order_to_a_page_of_another_origin_too(BrowserKind browser)
    {
        // Firefox gives up for good if nothing listens where a page of another origin reconnects: the gateway must be back by then.
        await using var gateway = await StartAsync(retry: "00:00:20");
        await using var page = await SubscriberPage.OpenAsync(browsers, browser, otherOrigin);
        await ShowsAllOverAKillAsync(gateway, page);
    }

    [Theory, EveryBrowser]
    public async Task Misses_nothing_even_if_the_connection_broke_before_its_first_event(BrowserKind browser)
    {
        var stream = Publishing.NewStream();
        await using var gateway = await StartAsync(retry: "00:00:00.3");
        var id = await gateway.Http.PublishAsync(stream, "before the page came");
        await using var page = await SubscriberPage.OpenAsync(browsers, browser, gateway);
        await page.SubscribeAndKnowPositionAsync(
            browser, gateway.Address, $"/events?stream={stream}", $": connected\nretry: 300\n\nid: {id}\n\n");

        await gateway.KillAsync();
        Assert.Equal("error", (await page.NextAsync()).Kind);
        await gateway.RestartAsync();
        await gateway.Http.PublishAsync(stream, "while it was away");
        await gateway.Http.PublishAsync(stream, "later");

        Assert.Equal(["while it was away", "later"], await page.TakeDataAsync(2));
    }

    private static Task<GatewayProcess> StartAsync(string retry) =>
        GatewayProcess.StartAsync(("Gateway:RetryMin", retry), ("Gateway:RetryMax", retry));

    private static async Task ShowsAllOverAKillAsync(GatewayProcess gateway, SubscriberPage page)
    {
        const int Count = 300, SeenBeforeTheKill = 100;
        var stream = Publishing.NewStream();
        var isBack = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await page.SubscribeAsync(gateway.Address, $"/events?stream={stream}");

        var publishing = PublishAllAsync();
        var seen = await page.TakeDataAsync(SeenBeforeTheKill);
        await gateway.KillAsync();
        await gateway.RestartAsync();
        isBack.SetResult();
        await publishing;

        Assert.Equal(Numbers(Count), [.. seen, .. await page.TakeDataAsync(Count - SeenBeforeTheKill)]);

        async Task PublishAllAsync()
        {
            foreach (var number in Numbers(Count))
            {
                try
                {
                    await gateway.Http.PublishAsync(stream, number, idempotencyKey: number);
                }
                catch (HttpRequestException)
                {
                    // Whether it was published is not known; the key sees to it that it is published once.
                    await isBack.Task;
                    await gateway.Http.PublishAsync(stream, number, idempotencyKey: number);
                }
            }
        }
    }

    private static IEnumerable<string> Numbers(int count) =>
        Enumerable.Range(1, count).Select(static number => number.ToString(CultureInfo.InvariantCulture));
}
