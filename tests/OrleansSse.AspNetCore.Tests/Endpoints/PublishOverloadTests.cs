using System.Net;
using System.Net.Mime;
using System.Text;
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

namespace OrleansSse.AspNetCore.Tests.Endpoints;

public sealed class PublishOverloadTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new();
    private readonly GatewayDrain _drain;
    private readonly PublishEndpoint _endpoint;
    private readonly ServiceProvider _services = new ServiceCollection().AddOptions().AddProblemDetails().BuildServiceProvider();

    public PublishOverloadTests()
    {
        var options = Options.Create(_gateway.Settings);
        _gateway.Stream.Begin();
        _drain = new(_gateway.Context, _gateway.Loops, options, _gateway.Time, NullLogger<GatewayDrain>.Instance);
        var publishing = Options.Create(new StreamPublisherOptions { MaxPendingBytes = 10_000 });
        var publisher = new StreamPublisher(_gateway.Grains, publishing, _gateway.Time, NullLogger<StreamPublisher>.Instance);
        _endpoint = new(publisher, options, new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance), _drain, _gateway.Time);
    }

    [Fact]
    public async Task A_client_that_floods_is_refused_with_when_to_retry_and_another_is_not()
    {
        var held = new TaskCompletionSource();
        _gateway.Stream.After = _ => held.Task;
        var flood = Enumerable.Range(0, 20).Select(_ => PublishAsync("192.0.2.1", 1000)).ToArray();
        await Condition.UntilAsync(() => flood.Count(publish => publish.IsCompleted) == 13, "the refusals");
        var refused = await Task.WhenAll(flood.Where(publish => publish.IsCompleted));

        var modest = PublishAsync("192.0.2.2", 1000);

        Assert.All(refused, context => Assert.Equal((429, "1"), (context.Response.StatusCode, context.Response.Headers.RetryAfter.ToString())));
        Assert.False(modest.IsCompleted);
        held.SetResult();
        Assert.Equal(201, (await modest.Within("the answer to who is modest")).Response.StatusCode);
        Assert.All(await Task.WhenAll(flood).Within("the end of the flood"), context => Assert.True(context.Response.StatusCode is 201 or 429));
        Assert.Equal(8, _gateway.Stream.Head.Sequence);
    }

    public async ValueTask DisposeAsync()
    {
        _drain.Dispose();
        await _services.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    private async Task<HttpContext> PublishAsync(string address, int bytes)
    {
        var context = new DefaultHttpContext { RequestServices = _services };
        context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        context.Request.Protocol = HttpProtocol.Http11;
        context.Request.ContentType = MediaTypeNames.Text.Plain;
        context.Request.Body = new MemoryStream(Encoding.ASCII.GetBytes(new string('x', bytes)));
        await _endpoint.ServeAsync(context, StreamName.Default);
        return context;
    }
}
