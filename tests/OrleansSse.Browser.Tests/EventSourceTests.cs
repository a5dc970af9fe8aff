using OrleansSse.Browser.Tests.Browsers;
using OrleansSse.Browser.Tests.Hosting;
using OrleansSse.Browser.Tests.Pages;

namespace OrleansSse.Browser.Tests;

/// <summary>What the standard promises to a page, against the gateway.</summary>
public sealed class EventSourceTests(InstalledBrowsers browsers, SharedGateway shared)
{
    private readonly GatewayProcess _gateway = shared.Gateway;
    private readonly string _stream = Publishing.NewStream();

    [Theory, EveryBrowser]
    public async Task Fires_open_at_once_on_a_stream_where_nothing_happens(BrowserKind browser)
    {
        await using var page = await SubscriberPage.OpenAsync(browsers, browser, _gateway);

        await page.BeginAsync(_gateway.Address, $"/events?stream={_stream}");
        var fired = await page.NextAsync();

        Assert.Equal(("open", 1, null), (fired.Kind, fired.State, fired.Data));
    }

    [Theory, EveryBrowser]
    public async Task Fires_message_with_the_data_and_the_id_of_an_event(BrowserKind browser)
    {
        await using var page = await SubscriberPage.OpenAsync(browsers, browser, _gateway);
        await page.SubscribeAsync(_gateway.Address, $"/events?stream={_stream}");

        var id = await _gateway.Http.PublishAsync(_stream, "hello");
        var fired = await page.NextAsync();

        Assert.Equal(("message", "hello", id), (fired.Kind, fired.Data, fired.Id));
    }

    [Theory, EveryBrowser]
    public async Task Fires_a_custom_event_at_its_own_listener_only(BrowserKind browser)
    {
        await using var page = await SubscriberPage.OpenAsync(browsers, browser, _gateway);
        await page.SubscribeAsync(_gateway.Address, $"/events?stream={_stream}", types: "price");

        await _gateway.Http.PublishAsync(_stream, "nobody listens for this", "unheard");
        var id = await _gateway.Http.PublishAsync(_stream, "42", "price");
        await _gateway.Http.PublishAsync(_stream, "hello");

        var price = await page.NextAsync();
        Assert.Equal(("price", "42", id), (price.Kind, price.Data, price.Id));
        Assert.Equal("message", (await page.NextAsync()).Kind);
    }

    [Theory, EveryBrowser]
    public async Task Shows_events_of_every_type_to_one_listener_when_asked_for_envelopes_as_messages(BrowserKind browser)
    {
        await using var page = await SubscriberPage.OpenAsync(browsers, browser, _gateway);
        await page.SubscribeAsync(_gateway.Address, $"/events?stream={_stream}&envelope=message");

        await _gateway.Http.PublishAsync(_stream, "42", "price");
        await _gateway.Http.PublishAsync(_stream, "hello");

        var price = await page.NextAsync();
        Assert.Equal("message", price.Kind);
        Assert.Contains("\"type\":\"price\"", price.Data, StringComparison.Ordinal);
        Assert.Contains("\"data\":\"hello\"", (await page.NextAsync()).Data, StringComparison.Ordinal);
    }

    [Theory, EveryBrowser]
    public async Task Keeps_every_line_and_every_character_of_the_data(BrowserKind browser)
    {
        await using var page = await SubscriberPage.OpenAsync(browsers, browser, _gateway);
        await page.SubscribeAsync(_gateway.Address, $"/events?stream={_stream}", types: "größe 📏");

        await _gateway.Http.PublishAsync(_stream, "\n  two\r\nthree: \t\rfour\u2028still four\u0085\f😀 שלום\n", "größe 📏");
        var fired = await page.NextAsync();

        Assert.Equal("größe 📏", fired.Kind);
        // CR, LF and CRLF each end a line, and nothing else does.
        Assert.Equal("\n  two\nthree: \t\nfour\u2028still four\u0085\f😀 שלום\n", fired.Data);
    }

    [Theory, EveryBrowser]
    public async Task Shows_only_the_types_that_the_address_asks_for(BrowserKind browser)
    {
        await using var page = await SubscriberPage.OpenAsync(browsers, browser, _gateway);
        await page.SubscribeAsync(_gateway.Address, $"/events?stream={_stream}&type=a&type=message", types: ["a", "b"]);

        foreach (var type in new[] { "b", "a", null, "b", "a" }) await _gateway.Http.PublishAsync(_stream, "x", type);

        Assert.Equal("a", (await page.NextAsync()).Kind);
        Assert.Equal("message", (await page.NextAsync()).Kind);
        Assert.Equal("a", (await page.NextAsync()).Kind);
    }

    [Theory, EveryBrowser]
    public async Task Fires_nothing_more_once_the_page_has_closed_it(BrowserKind browser)
    {
        await using var page = await SubscriberPage.OpenAsync(browsers, browser, _gateway);
        await page.SubscribeAsync(_gateway.Address, $"/events?stream={_stream}", "closed");
        await page.SubscribeAsync(_gateway.Address, $"/events?stream={_stream}", "witness");

        await page.CloseAsync("closed");
        await _gateway.Http.PublishAsync(_stream, "1");
        await _gateway.Http.PublishAsync(_stream, "2");

        Assert.Equal(2, await page.ReadyStateAsync("closed"));
        Assert.Equal(("witness", "1"), await SourceAndData());
        Assert.Equal(("witness", "2"), await SourceAndData());

        async Task<(string, string?)> SourceAndData() => await page.NextAsync() is var fired ? (fired.Source, fired.Data) : default;
    }

    [Theory, EveryBrowser]
    public async Task Tells_a_page_that_watches_everything_where_it_stands_before_the_first_event(BrowserKind browser)
    {
        var id = await _gateway.Http.PublishAsync(_stream, "before the page came");
        await using var page = await SubscriberPage.OpenAsync(browsers, browser, _gateway);

        await page.SubscribeAsync(_gateway.Address, $"/events?stream={_stream}&envelope=message", types: "$position");
        var position = await page.NextAsync();

        Assert.Equal(("$position", "", id), (position.Kind, position.Data, position.Id));
    }

    [Theory, EveryBrowser]
    public async Task Gives_up_for_good_where_the_address_is_wrong(BrowserKind browser)
    {
        await using var page = await SubscriberPage.OpenAsync(browsers, browser, _gateway);

        await page.BeginAsync(_gateway.Address, "/events?stream=not%20a%20name");
        var fired = await page.NextAsync();

        Assert.Equal(("error", 2, null), (fired.Kind, fired.State, fired.Data));
    }
}
