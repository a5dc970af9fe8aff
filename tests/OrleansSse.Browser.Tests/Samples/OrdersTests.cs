using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using OrleansSse.Browser.Tests.Browsers;
using OrleansSse.Browser.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace OrleansSse.Browser.Tests.Samples;

/// <summary>The sample <c>samples/Orders</c>, used as its README says.</summary>
public sealed class OrdersTests(InstalledBrowsers browsers, OrdersTests.SharedShop shared) : IClassFixture<OrdersTests.SharedShop>
{
    private readonly HostProcess _shop = shared.Shop;
    private readonly string _item = $"Tea {Guid.NewGuid():N}";

    [Theory, EveryBrowser]
    public async Task An_order_that_one_page_takes_on_moves_in_the_other(BrowserKind browser)
    {
        var page = await OpenAsync(browser, _shop);
        await using var _ = page.Context;
        var other = await OpenAsync(browser, _shop);
        await using var __ = other.Context;

        await page.GetByLabel("Item").FillAsync(_item);
        await page.GetByLabel("Quantity").PressAsync("ArrowUp");
        await page.GetByLabel("Quantity").PressAsync("ArrowUp");
        await page.GetByRole(AriaRole.Button, new() { Name = "Place order" }).ClickAsync();
        await Expect(Card(other, "Placed", _item)).ToContainTextAsync("× 3");
        await Card(other, "Placed", _item).GetByRole(AriaRole.Button, new() { Name = "Pay" }).ClickAsync();
        await Card(page, "Paid", _item).GetByRole(AriaRole.Button, new() { Name = "Ship" }).ClickAsync();
        await Card(other, "Shipped", _item).GetByRole(AriaRole.Button, new() { Name = "Deliver" }).ClickAsync();

        await Expect(Card(page, "Delivered", _item)).ToHaveCountAsync(1);
        await Expect(page.Locator("li", new() { HasText = _item })).ToHaveCountAsync(1);
    }

    [Theory, EveryBrowser]
    public async Task The_page_goes_on_and_the_orders_are_there_after_a_kill(BrowserKind browser)
    {
        await using var shop = await HostProcess.StartProgramAsync("Orders");
        var number = await PlaceAsync(shop, _item);
        var page = await OpenAsync(browser, shop);
        await using var _ = page.Context;
        await Expect(Card(page, "Placed", _item)).ToHaveCountAsync(1);

        await shop.KillAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Connecting again");
        await shop.RestartAsync();
        await ChangeAsync(shop, number, "Paid", HttpStatusCode.OK);

        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Live");
        await Expect(Card(page, "Paid", _item)).ToHaveCountAsync(1);
        await page.ReloadAsync();
        await Expect(Card(page, "Paid", _item)).ToHaveCountAsync(1);
        await Expect(page.Locator("#Paid h2")).ToHaveTextAsync("Paid1");
    }

    [Theory, EveryBrowser]
    public async Task Markup_in_an_order_is_text(BrowserKind browser)
    {
        var markup = $"<img src=x onerror=document.title='run'>{Guid.NewGuid():N}"[..60];
        var page = await OpenAsync(browser, _shop);
        await using var _ = page.Context;

        await PlaceAsync(_shop, markup);

        await Expect(Card(page, "Placed", markup)).ToHaveCountAsync(1);
        await Expect(page).ToHaveTitleAsync("Orders");
    }

    [Fact]
    public async Task Each_change_is_published_once_however_often_it_is_asked_for()
    {
        var number = await PlaceAsync(_shop, _item);

        await ChangeAsync(_shop, number, "Paid", HttpStatusCode.OK);
        await ChangeAsync(_shop, number, "Paid", HttpStatusCode.OK);
        await ChangeAsync(_shop, number, "Delivered", HttpStatusCode.Conflict);
        await ChangeAsync(_shop, number, "Cancelled", HttpStatusCode.OK);
        await ChangeAsync(_shop, "NO0RDR", "Paid", HttpStatusCode.NotFound);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/streams/orders/events?limit=1000");
        request.Headers.Accept.Add(new("application/json"));
        using var response = await _shop.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var page = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        var changes = page.GetProperty("events").EnumerateArray()
            .Select(static streamEvent => JsonElement.Parse(streamEvent.GetProperty("data").GetString()!))
            .Where(order => order.GetProperty("number").GetString() == number)
            .Select(static order => $"{order.GetProperty("version")} {order.GetProperty("status")}");
        Assert.Equal(["1 Placed", "2 Paid", "3 Cancelled"], changes);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("tea", 0)]
    public async Task An_order_of_nothing_is_refused(string item, int quantity)
    {
        using var response = await _shop.Http.PostAsJsonAsync("/orders", new { item, quantity }, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private static ILocator Card(IPage page, string column, string item) => page.Locator($"#{column} li", new() { HasText = item });

    private static async Task<string> PlaceAsync(HostProcess shop, string item)
    {
        using var response = await shop.Http.PostAsJsonAsync("/orders", new { item, quantity = 1 }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("number").GetString()!;
    }

    private static async Task ChangeAsync(HostProcess shop, string number, string status, HttpStatusCode expected)
    {
        using var response = await shop.Http.PostAsync($"/orders/{number}/{status}", null, TestContext.Current.CancellationToken);
        Assert.Equal(expected, response.StatusCode);
    }

    private async Task<IPage> OpenAsync(BrowserKind browser, HostProcess shop)
    {
        var page = await browsers.OpenPageAsync(browser);
        await page.GotoAsync(shop.Address.ToString());
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Live");
        return page;
    }

    /// <summary>The shop of all tests that leave it alone; each has an item of its own.</summary>
    public sealed class SharedShop : IAsyncLifetime
    {
        public HostProcess Shop { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Shop = await HostProcess.StartProgramAsync("Orders");

        public ValueTask DisposeAsync() => Shop?.DisposeAsync() ?? default;
    }
}
