using Microsoft.Playwright;
using OrleansSse.Browser.Tests.Browsers;
using OrleansSse.Browser.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace OrleansSse.Browser.Tests;

/// <summary>The page at <c>/</c>, used as a newcomer does: by what is written on it.</summary>
public sealed class ConsolePageTests(InstalledBrowsers browsers, SharedGateway shared)
{
    private readonly GatewayProcess _gateway = shared.Gateway;
    private readonly string _stream = Publishing.NewStream();

    [Theory, EveryBrowser]
    public async Task Watches_the_chosen_stream_and_shows_what_its_form_publishes(BrowserKind browser)
    {
        var page = await OpenAsync(browser, _gateway, "/");
        await using var _ = page.Context;

        await page.GetByLabel("Stream").FillAsync(_stream);
        await page.GetByRole(AriaRole.Button, new() { Name = "Watch" }).ClickAsync();
        await Expect(page).ToHaveURLAsync($"{_gateway.Address}?stream={_stream}");
        await Expect(Status(page)).ToHaveTextAsync("Open");
        await Data(page).FillAsync("hello\n  world");
        await page.GetByLabel("Type").FillAsync("greeting");
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();

        await Expect(Rows(page)).ToHaveCountAsync(1);
        await Expect(Rows(page)).ToContainTextAsync("greeting");
        await Expect(Rows(page).Locator("pre")).ToHaveTextAsync("hello\n  world", new() { UseInnerText = true });
        var id = await page.Locator("#position").InnerTextAsync();
        await Expect(Rows(page)).ToContainTextAsync(id);
        await Expect(page.GetByText($"Published as {id}.")).ToBeVisibleAsync();
    }

    [Theory, EveryBrowser]
    public async Task Shows_types_it_has_never_heard_of_and_markup_as_text(BrowserKind browser)
    {
        const string Markup = "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>";
        var page = await OpenAsync(browser, _gateway, $"/?stream={_stream}");
        await using var _ = page.Context;

        await _gateway.Http.PublishAsync(_stream, Markup, "<b>new</b>");
        await _gateway.Http.PublishAsync(_stream, "x", "error");

        await Expect(Rows(page).Locator("pre")).ToHaveTextAsync(["x", Markup]);
        await Expect(Rows(page).Locator(".type")).ToHaveTextAsync(["error", "<b>new</b>"]);
        await Expect(page).ToHaveTitleAsync($"{_stream} · OrleansSse");
    }

    [Theory, EveryBrowser]
    public async Task Keeps_its_stream_and_shows_its_events_again_after_a_reload(BrowserKind browser)
    {
        await _gateway.Http.PublishAsync(_stream, "first");
        var page = await OpenAsync(browser, _gateway, $"/?stream={_stream}&from=earliest");
        await using var _ = page.Context;
        await Expect(Rows(page)).ToHaveCountAsync(1);

        await page.ReloadAsync();

        await Expect(page.GetByLabel("Stream")).ToHaveValueAsync(_stream);
        await Expect(page.GetByLabel("Begin with")).ToHaveValueAsync("earliest");
        await Expect(Rows(page)).ToContainTextAsync(["first"]);
    }

    [Theory, EveryBrowser]
    public async Task Begins_with_the_last_event_of_each_key_when_it_is_to(BrowserKind browser)
    {
        await _gateway.Http.PublishAsync(_stream, "a1", key: "a");
        await _gateway.Http.PublishAsync(_stream, "b1", key: "b");
        await _gateway.Http.PublishAsync(_stream, "a2", key: "a");
        var page = await OpenAsync(browser, _gateway, $"/?stream={_stream}");
        await using var _ = page.Context;
        await Expect(Rows(page)).ToHaveCountAsync(3);

        await page.GetByLabel("Begin with").SelectOptionAsync("the last event of each key");

        await Expect(Rows(page).Locator("pre")).ToHaveTextAsync(["a2", "b1"]);
    }

    [Theory, EveryBrowser]
    public async Task Says_what_is_wrong_with_what_cannot_be_published(BrowserKind browser)
    {
        var page = await OpenAsync(browser, _gateway, $"/?stream={_stream}");
        await using var _ = page.Context;

        await Data(page).FillAsync("{\"n\":");
        await page.GetByLabel("Data is").SelectOptionAsync("JSON");
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();

        await Expect(page.GetByText("The body must be valid JSON")).ToBeVisibleAsync();
    }

    [Theory, EveryBrowser]
    public async Task Says_why_a_stream_is_refused(BrowserKind browser)
    {
        var page = await OpenAsync(browser, _gateway, "/?stream=not%20a%20name");
        await using var _ = page.Context;

        await Expect(Status(page)).ToHaveTextAsync("Closed");
        await Expect(page.GetByText("A stream name consists of dot-separated tokens")).ToBeVisibleAsync();
    }

    [Theory, EveryBrowser]
    public async Task Goes_on_after_the_last_event_when_it_is_closed_and_reconnected(BrowserKind browser)
    {
        var page = await OpenAsync(browser, _gateway, $"/?stream={_stream}&from=latest");
        await using var _ = page.Context;
        await Expect(page.Locator("#position")).ToHaveTextAsync("00000000-0");

        await page.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Expect(Status(page)).ToHaveTextAsync("Closed");
        await _gateway.Http.PublishAsync(_stream, "meanwhile");
        await page.GetByRole(AriaRole.Button, new() { Name = "Reconnect" }).ClickAsync();

        await Expect(Status(page)).ToHaveTextAsync("Open");
        await Expect(Rows(page)).ToContainTextAsync(["meanwhile"]);
    }

    [Theory, EveryBrowser]
    public async Task Shows_a_gap_where_events_are_gone(BrowserKind browser)
    {
        await using var gateway = await GatewayProcess.StartAsync();
        await gateway.Http.PublishAsync(_stream, "1");
        var page = await OpenAsync(browser, gateway, $"/?stream={_stream}");
        await using var _ = page.Context;
        await Expect(Rows(page)).ToHaveCountAsync(1);

        await page.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await gateway.Http.KeepAsync(_stream, 1);
        await gateway.Http.PublishAsync(_stream, "2");
        await gateway.Http.PublishAsync(_stream, "3");
        // What it remembers of the stream goes with it.
        await gateway.KillAsync();
        await gateway.RestartAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Reconnect" }).ClickAsync();

        await Expect(Rows(page)).ToContainTextAsync(["3", "Gap Events after", "1"]);
    }

    [Theory, EveryBrowser]
    public async Task Shows_that_the_stream_was_deleted_and_goes_on(BrowserKind browser)
    {
        await _gateway.Http.PublishAsync(_stream, "1");
        var page = await OpenAsync(browser, _gateway, $"/?stream={_stream}");
        await using var _ = page.Context;
        await Expect(Rows(page)).ToHaveCountAsync(1);

        await _gateway.Http.DeleteEventsAsync(_stream);
        await Expect(Rows(page)).ToContainTextAsync(["Deleted The stream was deleted", "1"]);
        await _gateway.Http.PublishAsync(_stream, "2");

        await Expect(Rows(page)).ToContainTextAsync(["2", "Deleted The stream was deleted", "1"]);
        await Expect(Status(page)).ToHaveTextAsync("Open");
    }

    [Theory, EveryBrowser]
    public async Task Shows_the_end_of_the_stream_and_that_nothing_follows(BrowserKind browser)
    {
        await _gateway.Http.PublishAsync(_stream, "1");
        var page = await OpenAsync(browser, _gateway, $"/?stream={_stream}");
        await using var _ = page.Context;
        await Expect(Rows(page)).ToHaveCountAsync(1);

        await _gateway.Http.CompleteAsync(_stream);
        await Expect(Rows(page)).ToContainTextAsync(["Completed The stream is completed; nothing follows.", "1"]);
        await Expect(Status(page)).ToHaveTextAsync("Completed");
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
        await Expect(page.GetByText("The stream is completed and takes no more events")).ToBeVisibleAsync();

        // Nothing is left, which is 204.
        await page.GetByRole(AriaRole.Button, new() { Name = "Reconnect" }).ClickAsync();
        await Expect(page.Locator("#detail")).ToHaveTextAsync("The stream is completed; nothing follows.");
        await Expect(Status(page)).ToHaveTextAsync("Completed");
        await Expect(Rows(page)).ToHaveCountAsync(2);
    }

    [Theory, EveryBrowser]
    public async Task Survives_a_kill_of_the_gateway_and_shows_each_event_once(BrowserKind browser)
    {
        await using var gateway = await GatewayProcess.StartAsync();
        var page = await OpenAsync(browser, gateway, $"/?stream={_stream}");
        await using var _ = page.Context;
        await gateway.Http.PublishAsync(_stream, "before");
        await Expect(Rows(page)).ToContainTextAsync(["before"]);

        await gateway.KillAsync();
        await Expect(Status(page)).ToHaveTextAsync("Reconnecting");
        await gateway.RestartAsync();
        await gateway.Http.PublishAsync(_stream, "after");

        await Expect(Status(page)).ToHaveTextAsync("Open");
        await Expect(Rows(page)).ToContainTextAsync(["after", "Connected again", "Connection lost", "before"]);
        await Expect(page.Locator("#received")).ToHaveTextAsync("2");
    }

    [Theory, EveryBrowser]
    public async Task Needs_nothing_from_elsewhere_and_breaks_no_rule_of_its_own(BrowserKind browser)
    {
        var page = await browsers.OpenPageAsync(browser);
        await using var _ = page.Context;
        List<string> elsewhere = [], complaints = [];
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(_gateway.Address.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal)) elsewhere.Add(request.Url);
        };
        page.Console += (_, message) => complaints.Add(message.Text);
        page.PageError += (_, error) => complaints.Add(error);

        await page.GotoAsync(new Uri(_gateway.Address, $"/?stream={_stream}").ToString());
        await Expect(Status(page)).ToHaveTextAsync("Open");
        await _gateway.Http.PublishAsync(_stream, "x", "y");
        await Expect(Rows(page)).ToHaveCountAsync(1);

        Assert.Empty(elsewhere);
        Assert.Empty(complaints);
    }

    private async Task<IPage> OpenAsync(BrowserKind browser, GatewayProcess gateway, string pathAndQuery)
    {
        var page = await browsers.OpenPageAsync(browser);
        await page.GotoAsync(new Uri(gateway.Address, pathAndQuery).ToString());
        return page;
    }

    private static ILocator Status(IPage page) => page.GetByRole(AriaRole.Region, new() { Name = "Connection" }).GetByRole(AriaRole.Status);

    private static ILocator Data(IPage page) => page.GetByRole(AriaRole.Textbox, new() { Name = "Data", Exact = true });

    // Newest first.
    private static ILocator Rows(IPage page) => page.Locator("#rows tr");
}
