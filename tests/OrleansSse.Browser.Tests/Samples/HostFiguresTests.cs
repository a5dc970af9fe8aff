using OrleansSse.Browser.Tests.Browsers;
using OrleansSse.Browser.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace OrleansSse.Browser.Tests.Samples;

/// <summary>The sample <c>samples/HostFigures</c>, used as its README says.</summary>
public sealed class HostFiguresTests(InstalledBrowsers browsers)
{
    [Fact]
    public async Task The_page_of_the_gateway_shows_the_figures_of_this_machine()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        await using var figures = await HostProcess.StartProgramAsync("HostFigures", ("HostFigures:Gateway", gateway.Address.ToString()), ("HostFigures:Interval", "00:00:00.1"));

        var page = await browsers.OpenPageAsync(BrowserKind.Chromium);
        await using var _ = page.Context;
        foreach (var (stream, figure) in new[] { ("host.load", "\"cpuPercent\":"), ("host.memory", "\"availableBytes\":"), ("host.disk", "\"freeBytes\":") })
        {
            await page.GotoAsync(new Uri(gateway.Address, $"/?stream={stream}&from=earliest").ToString());
            await Expect(page.Locator("tbody tr pre").First).ToContainTextAsync(figure);
        }
    }

    [Fact]
    public async Task Figures_go_on_after_the_gateway_was_killed()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        await using var figures = await HostProcess.StartProgramAsync("HostFigures", ("HostFigures:Gateway", gateway.Address.ToString()), ("HostFigures:Interval", "00:00:00.1"));
        var page = await browsers.OpenPageAsync(BrowserKind.Chromium);
        await using var _ = page.Context;
        await page.GotoAsync(new Uri(gateway.Address, "/?stream=host.load&from=earliest").ToString());
        await Expect(page.Locator("tbody tr pre").First).ToContainTextAsync("load15");

        await gateway.KillAsync();
        await Expect(page.Locator("#status strong")).ToHaveTextAsync("Reconnecting");
        await gateway.RestartAsync();
        await Expect(page.Locator("#status strong")).ToHaveTextAsync("Open");
        var before = await page.Locator("#position").InnerTextAsync();

        await Expect(page.Locator("#position")).Not.ToHaveTextAsync(before);
    }
}
