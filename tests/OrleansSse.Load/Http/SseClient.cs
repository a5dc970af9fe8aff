using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace OrleansSse.Load.Http;

/// <summary>An EventSource: it reconnects after the server's <c>retry:</c> with <c>Last-Event-ID</c>.</summary>
/// <param name="http">The client to use.</param>
/// <param name="url">The event stream.</param>
/// <param name="lastEventId">Where to resume; null to start as the URL says.</param>
internal sealed class SseClient(HttpClient http, Uri url, string? lastEventId)
{
    private string? _lastEventId = lastEventId;
    private SseParser<string>? _parser;
    private TimeSpan _retry = TimeSpan.FromSeconds(3);

    /// <summary>The last event id that a whole block has set, on this connection or one before.</summary>
    public string? LastEventId => _parser?.LastEventId is { Length: > 0 } id ? id : _lastEventId;

    /// <summary>How often it has connected.</summary>
    public int Connections { get; private set; }

    /// <summary>Events until cancelled.</summary>
    /// <exception cref="RunFailedException">The server gave an answer after which a browser's EventSource gives up.</exception>
    public async IAsyncEnumerable<SseItem<string>> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        while (true)
        {
            if (await TryConnectAsync(cancel) is { } response)
            {
                using (response)
                {
                    await using var body = new WholeBlocks(await response.Content.ReadAsStreamAsync(cancel));
                    await foreach (var item in ReadToEndAsync(body, cancel)) yield return item;
                }
            }

            await Task.Delay(_retry, TimeProvider.System, cancel);
        }
    }

    private async IAsyncEnumerable<SseItem<string>> ReadToEndAsync(Stream body, [EnumeratorCancellation] CancellationToken cancel)
    {
        _parser = SseParser.Create(body);
        await using var items = _parser.EnumerateAsync(cancel).GetAsyncEnumerator(cancel);
        while (await MoveNextAsync(items)) yield return items.Current;

        _lastEventId = LastEventId;
        if (_parser.ReconnectionInterval is { Ticks: >= 0 } retry) _retry = retry;
        _parser = null;
    }

    private async Task<HttpResponseMessage?> TryConnectAsync(CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (_lastEventId is not null) request.Headers.Add("Last-Event-ID", _lastEventId);
        try
        {
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            Connections++;
            var type = response.Content.Headers.ContentType?.MediaType;
            if (response.StatusCode == HttpStatusCode.OK && type == "text/event-stream") return response;

            using (response)
                throw new RunFailedException($"{url} answered {(int)response.StatusCode} {type}: a browser's EventSource would give up.");
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>False when the connection has ended, be it in order or not.</summary>
    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<SseItem<string>> items)
    {
        try
        {
            return await items.MoveNextAsync();
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return false;
        }
    }
}
