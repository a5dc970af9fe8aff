using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OrleansSse.Browser.Tests.Pages;

/// <summary>A web server that is not the gateway, and whose page subscribes to the gateway all the same.</summary>
public sealed class OtherOrigin : IAsyncLifetime
{
    private readonly WebApplication _app;

    public OtherOrigin()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/", static () => Results.Content(SubscriberHtml.Text, "text/html"));
    }

    public Uri Address => new(_app.Urls.Single());

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
