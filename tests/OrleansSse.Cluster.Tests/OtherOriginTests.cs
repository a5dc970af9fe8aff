using System.Net;
using OrleansSse.Cluster.Tests.Hosting;

namespace OrleansSse.Cluster.Tests;

public sealed class OtherOriginTests(GatewayFixture fixture)
{
    private readonly HttpClient _client = fixture.Gateway.Client;

    // Browsers send all of these without asking the server first.
    [Theory]
    [InlineData("http://elsewhere.example", null)]
    [InlineData("null", null)]
    [InlineData("http://elsewhere.example", "cross-site")]
    [InlineData(null, "same-site")]
    public async Task A_page_of_another_origin_publishes_nothing(string? origin, string? site)
    {
        var stream = Publishing.NewStream();
        using var response = await PostAsync(stream, origin, site);

        var problem = await Problem.ReadAsync(response);
        Assert.Equal((403, "other_origin"), (problem.Status, problem.Code));
        Assert.Contains("\"last\":\"00000000-0\"", await _client.GetStringAsync($"/streams/{stream}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "same-origin")]
    [InlineData(null, "none")]
    [InlineData("https://public.example", "same-origin")]
    public async Task The_own_page_publishes_also_behind_a_proxy(string? origin, string site)
    {
        using var response = await PostAsync(Publishing.NewStream(), origin, site);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    [Fact]
    public async Task The_own_page_publishes_also_from_a_browser_that_says_only_its_origin()
    {
        using var response = await PostAsync(Publishing.NewStream(), _client.BaseAddress!.GetLeftPart(UriPartial.Authority), null);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    private async Task<HttpResponseMessage> PostAsync(string stream, string? origin, string? site)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/streams/{stream}/events") { Content = Publishing.Body("x", "text/plain") };
        if (origin is not null) request.Headers.Add("Origin", origin);
        if (site is not null) request.Headers.Add("Sec-Fetch-Site", site);
        return await _client.SendAsync(request);
    }
}
