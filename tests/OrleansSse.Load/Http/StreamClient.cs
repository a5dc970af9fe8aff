using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using OrleansSse.Load.Figures;

namespace OrleansSse.Load.Http;

/// <summary>Publishes into the streams of one gateway, at a calm pace.</summary>
/// <param name="http">The client to use.</param>
/// <param name="gateway">The gateway's root.</param>
internal sealed class StreamClient(HttpClient http, Uri gateway)
{
    /// <summary>The most events that any stream can keep.</summary>
    public const int MostEvents = 65_536;

    /// <summary>The events that a stream keeps when nothing else is said.</summary>
    public const int UsualEvents = 10_000;

    /// <summary>Where a stream is published to and subscribed to.</summary>
    public Uri EventsOf(string stream) => new(gateway, $"streams/{stream}/events");

    /// <summary>Where a subscription gets a stream from the first event that history keeps.</summary>
    public Uri FromEarliest(string stream) => new(EventsOf(stream), "?from=earliest");

    /// <summary>Publishes events, one a line, in one request.</summary>
    public async Task<Acknowledgement> PublishAsync(string stream, IEnumerable<string> events, CancellationToken cancel)
    {
        var lines = new StringBuilder();
        foreach (var data in events) lines.Append(JsonSerializer.Serialize(new { data })).Append('\n');
        using var content = new StringContent(lines.ToString(), Encoding.UTF8, "application/x-ndjson");
        using var response = await http.PostAsync(EventsOf(stream), content, cancel);
        if (response.StatusCode != HttpStatusCode.Created) throw await RefusalAsync(response, cancel);
        return Acknowledgement.Parse(await response.Content.ReadAsByteArrayAsync(cancel));
    }

    /// <summary>Publishes one event under an idempotency key.</summary>
    /// <param name="stream">Where to publish.</param>
    /// <param name="data">The event's data.</param>
    /// <param name="key">The key.</param>
    /// <param name="patience">How long to wait for the answer.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="RunFailedException">The gateway refuses it for good.</exception>
    public async Task<PublishAttempt> TryPublishAsync(string stream, string data, string key, TimeSpan patience, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, EventsOf(stream));
        request.Content = new StringContent(data);
        request.Headers.Add("Idempotency-Key", key);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        waiting.CancelAfter(patience);
        try
        {
            using var response = await http.SendAsync(request, waiting.Token);
            if (response.StatusCode == HttpStatusCode.Created)
                return new(Acknowledgement.Parse(await response.Content.ReadAsByteArrayAsync(waiting.Token)), null);
            if (response.StatusCode == HttpStatusCode.TooManyRequests || (int)response.StatusCode >= 500)
                return new(null, $"{(int)response.StatusCode} {await CodeOfAsync(response, waiting.Token)}");
            throw await RefusalAsync(response, waiting.Token);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError)
        {
            return new(null, PublishAttempt.Refused);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return new(null, PublishAttempt.NoAnswer);
        }
    }

    /// <summary>Lets a stream keep as many events as any stream can; notes it when the gateway does not.</summary>
    /// <returns>How many events it will keep.</returns>
    public async Task<int> KeepMostAsync(string stream, Report report, CancellationToken cancel)
    {
        using var content = JsonContent.Create(new { retention = new { maxEvents = MostEvents, maxBytes = 64 << 20 } });
        using var response = await http.PatchAsync(new Uri(gateway, $"streams/{stream}"), content, cancel);
        if (response.IsSuccessStatusCode) return MostEvents;

        report.Noted($"PATCH of the stream's retention was answered {(int)response.StatusCode}: it keeps {UsualEvents} events.");
        return UsualEvents;
    }

    private static async Task<string> CodeOfAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        var body = await response.Content.ReadAsStringAsync(cancel);
        try
        {
            return JsonSerializer.Deserialize<Problem>(body, JsonSerializerOptions.Web)?.Code ?? "without a code";
        }
        catch (JsonException)
        {
            return "without a problem";
        }
    }

    private static async Task<RunFailedException> RefusalAsync(HttpResponseMessage response, CancellationToken cancel) =>
        new($"A publish was answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(cancel)}");

    private sealed record Problem(string? Code);
}
