using System.Net;
using OrleansSse.Cluster.Tests.Hosting;

namespace OrleansSse.Cluster.Tests;

public sealed class HeadTests(GatewayFixture fixture)
{
    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/events", "text/event-stream")]
    [InlineData("/streams/a", "application/json")]
    public async Task What_can_be_got_can_be_asked_about(string path, string contentType)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var response = await fixture.Gateway.Client.SendAsync(request);

        Assert.Equal((HttpStatusCode.OK, contentType), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }
}
