using Microsoft.Playwright;

namespace OrleansSse.Browser.Tests.Browsers;

/// <summary>The browsers of this machine, each started once and by the first test that needs it.</summary>
public sealed class InstalledBrowsers : IAsyncLifetime
{
    private const string ChromiumPath = "/usr/bin/chromium";
    private const string FirefoxPath = "/usr/bin/firefox-esr";

    private readonly Lazy<Task<IPlaywright>> _playwright = new(Playwright.CreateAsync);
    private readonly Lazy<Task<IBrowser>> _chromium;
    private readonly Lazy<Task<IBrowser>> _firefox;

    public InstalledBrowsers() => (_chromium, _firefox) = (new(StartChromiumAsync), new(StartFirefoxAsync));

    public ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout((float)Limits.Patience.TotalMilliseconds);
        return ValueTask.CompletedTask;
    }

    /// <summary>An empty page with a profile of its own; its context is the caller's to dispose.</summary>
    public async Task<IPage> OpenPageAsync(BrowserKind kind)
    {
        var browser = await (kind == BrowserKind.Chromium ? _chromium : _firefox).Value;
        var context = await browser.NewContextAsync();
        context.SetDefaultTimeout((float)Limits.Patience.TotalMilliseconds);
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var browser in new[] { _chromium, _firefox })
        {
            if (browser is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }) await (await browser.Value).DisposeAsync();
        }

        if (_playwright is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }) (await _playwright.Value).Dispose();
    }

    private async Task<IBrowser> StartChromiumAsync()
    {
        RequireInstalled(ChromiumPath, "chromium");
        return await (await _playwright.Value).Chromium.LaunchAsync(new()
        {
            ExecutablePath = ChromiumPath,
            // Tests run as root in containers, where Chromium's own sandbox cannot; and no test is to reach the internet.
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ],
        });
    }

    // The channel makes Playwright speak WebDriver BiDi, which a stock Firefox understands; the path, because the channel looks elsewhere.
    private async Task<IBrowser> StartFirefoxAsync()
    {
        RequireInstalled(FirefoxPath, "firefox-esr");
        return await (await _playwright.Value).Firefox.LaunchAsync(new() { Channel = "moz-firefox", ExecutablePath = FirefoxPath });
    }

    private static void RequireInstalled(string path, string package) =>
        Assert.True(File.Exists(path), $"This test needs {path}. Install it with 'apt-get install {package}', or run tests/run.sh, which does.");
}
