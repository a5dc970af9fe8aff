using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace OrleansSse.Cluster.Tests.Hosting;

internal static class Publishing
{
    public static string NewStream() => $"t.{Guid.NewGuid():N}";

    public static HttpContent Body(string body, string contentType) =>
        new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) } };

    public static async Task<Published> PublishAsync(this HttpClient client, string stream, string data, string contentType = "text/plain", string query = "")
    {
        var response = await client.PostAsync($"/streams/{stream}/events{query}", Body(data, contentType));
        Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<Published>())!;
    }

    /// <summary>Publishes "0", "1", … as one body.</summary>
    public static Task<Published> PublishManyAsync(this HttpClient client, string stream, int count, int from = 0) =>
        client.PublishAsync(stream, string.Concat(Enumerable.Range(from, count).Select(static n => $"{{\"data\":\"{n}\"}}\n")), "application/x-ndjson");

    /// <summary>A page of history as its JSON.</summary>
    public static async Task<string> PageAsync(this HttpClient client, string stream, string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/streams/{stream}/events{query}");
        request.Headers.Accept.ParseAdd("application/json");
        using var response = await client.SendAsync(request);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    /// <summary>Changes a stream; returns what it is then.</summary>
    public static async Task<JsonElement> PatchStreamAsync(this HttpClient client, string stream, string change)
    {
        using var response = await client.PatchAsync($"/streams/{stream}", Body(change, "application/json"));
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, body);
        return JsonDocument.Parse(body).RootElement;
    }

    public static Task<JsonElement> CompleteAsync(this HttpClient client, string stream) => client.PatchStreamAsync(stream, "{\"completed\":true}");

    public static async Task DeleteStreamAsync(this HttpClient client, string stream)
    {
        using var response = await client.DeleteAsync($"/streams/{stream}");
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }
}
