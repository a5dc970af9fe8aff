using System.Text.Json;
using OrleansSse.Browser.Tests.Browsers;
using OrleansSse.Browser.Tests.Hosting;
using OrleansSse.Browser.Tests.Pages;

namespace OrleansSse.Browser.Tests;

/// <summary>The end of a stream, and its deletion, in a page with plain EventSource.</summary>
public sealed class CompletionTests(InstalledBrowsers browsers, SharedGateway shared)
{
    private readonly GatewayProcess _gateway = shared.Gateway;
    private readonly string _stream = Publishing.NewStream();

    [Theory, EveryBrowser]
    public async Task Gets_what_is_left_and_the_end_and_gives_up_for_good(BrowserKind browser)
    {
        await using var page = await SubscriberPage.OpenAsync(browsers, browser, _gateway);
        await page.SubscribeAsync(_gateway.Address, $"/events?stream={_stream}", "ended", types: "end");
        var last = await _gateway.Http.PublishAsync(_stream, "last");
        await _gateway.Http.CompleteAsync(_stream);

        var message = await page.NextAsync();
        Assert.Equal(("message", "last", last), (message.Kind, message.Data, message.Id));
        var end = await page.NextAsync();
        Assert.Equal(
            ("end", $"{{\"code\":\"completed\",\"message\":\"The stream is completed; nothing follows.\",\"last\":\"{last}\"}}", last),
            (end.Kind, end.Data, end.Id));
        // It reconnects, as ever, and is told by 204 that it need not.
        var lost = await page.NextAsync();
        Assert.Equal(("error", 0, null), (lost.Kind, lost.State, lost.Data));
        var over = await page.NextAsync();
        Assert.Equal(("error", 2, null), (over.Kind, over.State, over.Data));
        Assert.Equal(2, await page.ReadyStateAsync("ended"));
    }

    [Theory, EveryBrowser]
    public async Task Gives_up_at_once_where_nothing_is_left(BrowserKind browser)
    {
        await _gateway.Http.PublishAsync(_stream, "before");
        await _gateway.Http.CompleteAsync(_stream);
        await using var page = await SubscriberPage.OpenAsync(browsers, browser, _gateway);

        await page.BeginAsync(_gateway.Address, $"/events?stream={_stream}");

        var over = await page.NextAsync();
        Assert.Equal(("error", 2, null), (over.Kind, over.State, over.Data));
    }

    [Theory, EveryBrowser]
    public async Task Gets_history_and_the_end_of_what_was_completed_before(BrowserKind browser)
    {
        await _gateway.Http.PublishAsync(_stream, "1");
        await _gateway.Http.PublishAsync(_stream, "2");
        await _gateway.Http.CompleteAsync(_stream);
        await using var page = await SubscriberPage.OpenAsync(browsers, browser, _gateway);

        await page.SubscribeAsync(_gateway.Address, $"/events?stream={_stream}&from=earliest", types: "end");

        Assert.Equal("1", (await page.NextAsync()).Data);
        Assert.Equal("2", (await page.NextAsync()).Data);
        Assert.Equal("end", (await page.NextAsync()).Kind);
    }

    [Theory, EveryBrowser]
    public async Task Is_told_of_a_deletion_with_data_and_stays_open(BrowserKind browser)
    {
        await using var page = await SubscriberPage.OpenAsync(browsers, browser, _gateway);
        await page.SubscribeAsync(_gateway.Address, $"/events?stream={_stream}");
        var last = await _gateway.Http.PublishAsync(_stream, "1");
        Assert.Equal("1", (await page.NextAsync()).Data);

        await _gateway.Http.DeleteEventsAsync(_stream);
        var told = await page.NextAsync();
        var first = await _gateway.Http.PublishAsync(_stream, "2");
        var next = await page.NextAsync();

        Assert.Equal(("error", 1), (told.Kind, told.State));
        var body = JsonDocument.Parse(told.Data!).RootElement;
        Assert.Equal(("deleted", last), (body.GetProperty("code").GetString(), body.GetProperty("after").GetString()));
        Assert.Equal(("message", "2", first), (next.Kind, next.Data, next.Id));
    }
}
