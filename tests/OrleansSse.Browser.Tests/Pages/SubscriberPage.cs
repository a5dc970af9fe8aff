using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Playwright;
using OrleansSse.Browser.Tests.Browsers;
using OrleansSse.Browser.Tests.Hosting;

namespace OrleansSse.Browser.Tests.Pages;

/// <summary>A page in a real browser that uses plain EventSource and reports all that it fires, in order.</summary>
internal sealed class SubscriberPage : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private readonly Channel<Fired> _fired = Channel.CreateUnbounded<Fired>();
    private readonly List<Fired> _taken = [];
    private readonly IPage _page;

    private SubscriberPage(IPage page) => _page = page;

    /// <summary>A page of the gateway's own origin; the gateway has no such page, the test answers for it.</summary>
    public static async Task<SubscriberPage> OpenAsync(InstalledBrowsers browsers, BrowserKind browser, GatewayProcess gateway)
    {
        var subscriber = await CreateAsync(browsers, browser);
        var address = new Uri(gateway.Address, "/subscriber.html").ToString();
        await subscriber._page.RouteAsync(address, static route => route.FulfillAsync(new() { ContentType = "text/html", Body = SubscriberHtml.Text }));
        await subscriber._page.GotoAsync(address);
        // From here on nothing stands between the page and the network.
        await subscriber._page.UnrouteAllAsync();
        return subscriber;
    }

    /// <summary>A page of an origin that is not the gateway's.</summary>
    public static async Task<SubscriberPage> OpenAsync(InstalledBrowsers browsers, BrowserKind browser, OtherOrigin origin)
    {
        var subscriber = await CreateAsync(browsers, browser);
        await subscriber._page.GotoAsync(origin.Address.ToString());
        return subscriber;
    }

    /// <summary>Creates an EventSource and waits until it is open.</summary>
    public async Task SubscribeAsync(Uri gateway, string pathAndQuery, string name = "first", params string[] types)
    {
        await BeginAsync(gateway, pathAndQuery, name, types);
        var opened = await NextAsync();
        Assert.Equal((name, "open", 1), (opened.Source, opened.Kind, opened.State));
    }

    /// <summary>Creates an EventSource and waits until it knows its position, before any event.</summary>
    public async Task SubscribeAndKnowPositionAsync(BrowserKind browser, Uri gateway, string pathAndQuery, string firstBytes)
    {
        if (browser == BrowserKind.Firefox)
        {
            await SubscribeAsync(gateway, pathAndQuery, types: "$position");
            Assert.Equal("$position", (await NextAsync()).Kind);
            return;
        }

        // A block of an id only fires nothing: nobody but the network sees that it came.
        await using var network = await _page.Context.NewCDPSessionAsync(_page);
        var missing = Encoding.UTF8.GetByteCount(firstBytes);
        var isComplete = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        string? request = null;
        network.Event("Network.requestWillBeSent").OnEvent += (_, sent) =>
        {
            if (sent!.Value.GetProperty("type").GetString() == "EventSource") request = sent.Value.GetProperty("requestId").GetString();
        };
        network.Event("Network.dataReceived").OnEvent += (_, chunk) =>
        {
            if (chunk!.Value.GetProperty("requestId").GetString() != request) return;
            missing -= chunk.Value.GetProperty("dataLength").GetInt32();
            if (missing <= 0) isComplete.TrySetResult(missing == 0);
        };
        await network.SendAsync("Network.enable");
        await SubscribeAsync(gateway, pathAndQuery);
        Assert.True(await isComplete.Task.Within(() => $"{missing} bytes of {firstBytes}"), $"More came than {firstBytes}");
    }

    /// <summary>Creates an EventSource.</summary>
    public Task BeginAsync(Uri gateway, string pathAndQuery, string name = "first", params string[] types) =>
        _page.EvaluateAsync("([name, url, types]) => subscribe(name, url, types)", new object[] { name, new Uri(gateway, pathAndQuery).ToString(), types });

    /// <summary>Closes an EventSource, as the page would.</summary>
    public Task CloseAsync(string name = "first") => _page.EvaluateAsync("name => sources[name].close()", name);

    /// <summary>An EventSource's readyState.</summary>
    public Task<int> ReadyStateAsync(string name = "first") => _page.EvaluateAsync<int>("name => sources[name].readyState", name);

    /// <summary>The next event that was fired.</summary>
    public async Task<Fired> NextAsync()
    {
        var fired = await _fired.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask()
            .Within(() => $"one more event. Before it came:\n{string.Join('\n', _taken)}");
        _taken.Add(fired);
        return fired;
    }

    /// <summary>The data of the next messages, over connections that break and open between them.</summary>
    public async Task<IReadOnlyList<string>> TakeDataAsync(int count)
    {
        List<string> data = [];
        while (data.Count < count)
        {
            var fired = await NextAsync();
            Assert.False(fired is { Kind: "error", Data: not null } or { State: 2 }, $"Instead of a message came {fired}");
            if (fired.Kind == "message") data.Add(fired.Data!);
        }

        return data;
    }

    public ValueTask DisposeAsync() => _page.Context.DisposeAsync();

    private static async Task<SubscriberPage> CreateAsync(InstalledBrowsers browsers, BrowserKind browser)
    {
        var subscriber = new SubscriberPage(await browsers.OpenPageAsync(browser));
        await subscriber._page.ExposeFunctionAsync("report", (JsonElement fired) => subscriber._fired.Writer.TryWrite(fired.Deserialize<Fired>(Web)!));
        return subscriber;
    }
}
