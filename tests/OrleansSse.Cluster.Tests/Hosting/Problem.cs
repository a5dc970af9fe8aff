using System.Text.Json;

namespace OrleansSse.Cluster.Tests.Hosting;

internal sealed record Problem(int Status, string Code, string Detail, JsonElement Json)
{
    public static async Task<Problem> ReadAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal((int)response.StatusCode, json.GetProperty("status").GetInt32());
        return new((int)response.StatusCode, json.GetProperty("code").GetString()!, json.GetProperty("detail").GetString()!, json);
    }
}
