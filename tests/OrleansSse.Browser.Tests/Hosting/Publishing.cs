using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace OrleansSse.Browser.Tests.Hosting;

/// <summary>Publishes over HTTP, as a backend does.</summary>
internal static class Publishing
{
    /// <summary>A stream that no other test uses.</summary>
    public static string NewStream() => $"test.{Guid.NewGuid():N}";

    /// <summary>Publishes one event and returns its id, once the gateway has acknowledged it.</summary>
    public static async Task<string> PublishAsync(
        this HttpClient http, string stream, string data, string? type = null, string? idempotencyKey = null, string? key = null)
    {
        var query = $"?type={Uri.EscapeDataString(type ?? "")}{(key is null ? "" : $"&key={Uri.EscapeDataString(key)}")}";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/streams/{stream}/events{query}")
        {
            Content = new StringContent(data, Encoding.UTF8, "text/plain"),
        };
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return body.GetProperty("last").GetString()!;
    }

    /// <summary>Removes all events of a stream.</summary>
    public static async Task DeleteEventsAsync(this HttpClient http, string stream)
    {
        using var response = await http.DeleteAsync($"/streams/{stream}", TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Completes a stream.</summary>
    public static async Task CompleteAsync(this HttpClient http, string stream)
    {
        using var content = JsonContent.Create(new { completed = true });
        using var response = await http.PatchAsync($"/streams/{stream}", content, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Has a stream keep only so many events.</summary>
    public static async Task KeepAsync(this HttpClient http, string stream, int count)
    {
        using var content = JsonContent.Create(new { retention = new { maxEvents = count } });
        using var response = await http.PatchAsync($"/streams/{stream}", content, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }
}
