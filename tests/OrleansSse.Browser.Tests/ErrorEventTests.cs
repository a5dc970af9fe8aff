using System.Text.Json;
using OrleansSse.Browser.Tests.Browsers;
using OrleansSse.Browser.Tests.Hosting;
using OrleansSse.Browser.Tests.Pages;

namespace OrleansSse.Browser.Tests;

/// <summary>An <c>error</c> with data is what the service says; one without is a connection that broke.</summary>
public sealed class ErrorEventTests(InstalledBrowsers browsers, SharedGateway shared)
{
    [Theory, EveryBrowser]
    public async Task Tells_of_a_gap_with_data_and_stays_open(BrowserKind browser)
    {
        var (gateway, stream) = (shared.Gateway, Publishing.NewStream());
        List<string> ids = [];
        for (var i = 1; i <= 4; i++) ids.Add(await gateway.Http.PublishAsync(stream, $"{i}"));
        await gateway.Http.KeepAsync(stream, 2);
        await using var page = await SubscriberPage.OpenAsync(browsers, browser, gateway);

        await page.SubscribeAsync(gateway.Address, $"/events?stream={stream}&lastEventId={ids[0]}");
        var gap = await page.NextAsync();
        var next = await page.NextAsync();

        Assert.Equal(("error", 1), (gap.Kind, gap.State));
        var body = JsonDocument.Parse(gap.Data!).RootElement;
        Assert.Equal("gap", body.GetProperty("code").GetString());
        Assert.Equal(ids[0], body.GetProperty("after").GetString());
        Assert.Equal(ids[2], body.GetProperty("firstKept").GetString());
        Assert.Equal(("message", "3", ids[2]), (next.Kind, next.Data, next.Id));
    }

    [Theory, EveryBrowser]
    public async Task Tells_of_a_lost_connection_without_data_and_reconnects(BrowserKind browser)
    {
        var stream = Publishing.NewStream();
        await using var gateway = await GatewayProcess.StartAsync();
        await using var page = await SubscriberPage.OpenAsync(browsers, browser, gateway);
        await page.SubscribeAsync(gateway.Address, $"/events?stream={stream}");

        await gateway.KillAsync();
        var lost = await page.NextAsync();

        Assert.Equal(("error", 0, null), (lost.Kind, lost.State, lost.Data));
    }
}
