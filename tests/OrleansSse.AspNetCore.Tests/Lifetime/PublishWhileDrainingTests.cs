using System.Net.Mime;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansSse.AspNetCore.Endpoints;
using OrleansSse.AspNetCore.Lifetime;
using OrleansSse.AspNetCore.Tests.FanOut;
using OrleansSse.Client.Publishing;
using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.AspNetCore.Tests.Lifetime;

public sealed class PublishWhileDrainingTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new();
    private readonly GatewayDrain _drain;
    private readonly PublishEndpoint _endpoint;

    public PublishWhileDrainingTests()
    {
        var options = Options.Create(_gateway.Settings);
        _gateway.Stream.Begin();
        _drain = new(_gateway.Context, _gateway.Loops, options, _gateway.Time, NullLogger<GatewayDrain>.Instance);
        var publisher = new StreamPublisher(
            _gateway.Grains, Options.Create(new StreamPublisherOptions()), _gateway.Time, NullLogger<StreamPublisher>.Instance);
        _endpoint = new(publisher, options, new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance), _drain, _gateway.Time);
    }

    [Fact]
    public async Task A_publish_that_was_on_its_way_when_the_gateway_stopped_is_stored()
    {
        await StopAsync();

        var context = await PublishAsync();

        Assert.Equal(StatusCodes.Status201Created, context.Response.StatusCode);
    }

    [Fact]
    public async Task A_client_is_told_to_come_back_on_another_connection_once_the_gateway_is_about_to_stop()
    {
        Assert.Equal(0, (await PublishAsync()).Response.Headers.Connection.Count);

        await StopAsync();

        Assert.Equal("close", (await PublishAsync()).Response.Headers.Connection);
    }

    [Fact]
    public async Task What_has_not_come_a_second_after_the_stop_does_not_come_any_more()
    {
        await StopAsync();
        Assert.False(_drain.Ended.IsCancellationRequested);

        _gateway.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(_drain.Ended.IsCancellationRequested);
    }

    public async ValueTask DisposeAsync()
    {
        _drain.Dispose();
        await _gateway.DisposeAsync();
    }

    private Task StopAsync() => _drain.StoppingAsync(CancellationToken.None).Within("the end of the drain");

    private async Task<HttpContext> PublishAsync()
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        var context = new DefaultHttpContext { RequestServices = services };
        context.Request.Protocol = HttpProtocol.Http11;
        context.Request.ContentType = MediaTypeNames.Text.Plain;
        context.Request.Body = new MemoryStream("hello"u8.ToArray());
        await _endpoint.ServeAsync(context, StreamName.Default).Within("an answer");
        return context;
    }
}
