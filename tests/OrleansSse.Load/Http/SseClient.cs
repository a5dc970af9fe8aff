using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace OrleansSse.Load.Http;

/// <summary>
/// An EventSource behind a load balancer: when its connection ends it reconnects after the server's <c>retry:</c> with
/// <c>Last-Event-ID</c>, to the next gateway that accepts connections.
/// </summary>
/// <param name="http">The client to use.</param>
/// <param name="urls">The event stream at each gateway; the first is home.</param>
/// <param name="lastEventId">Where to resume; null to start as the URL says.</param>
internal sealed class SseClient(HttpClient http, IReadOnlyList<Uri> urls, string? lastEventId)
{
    private readonly Lock _lock = new();
    private string? _lastEventId = lastEventId;
    private SseParser<string>? _parser;
    private TimeSpan _retry = TimeSpan.FromSeconds(3);
    private CancellationTokenSource? _away;
    private int _next;

    /// <summary>The last event id that a whole block has set, on this connection or one before.</summary>
    public string? LastEventId => _parser?.LastEventId is { Length: > 0 } id ? id : _lastEventId;

    /// <summary>How often it has connected.</summary>
    public int Connections { get; private set; }

    /// <summary>If it is connected elsewhere than to the first gateway, goes there now.</summary>
    public void GoHome()
    {
        lock (_lock) _away?.Cancel();
    }

    /// <summary>Events until cancelled.</summary>
    /// <exception cref="RunFailedException">The server gave an answer after which a browser's EventSource gives up.</exception>
    public async IAsyncEnumerable<SseItem<string>> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        while (true)
        {
            using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            if (await ConnectAsync(cancel) is var (response, gateway))
            {
                using (response)
                {
                    lock (_lock) _away = gateway == 0 ? null : leaving;
                    await using var body = new WholeBlocks(await response.Content.ReadAsStreamAsync(cancel));
                    await foreach (var item in ReadToEndAsync(body, leaving.Token)) yield return item;
                    lock (_lock) _away = null;
                }

                cancel.ThrowIfCancellationRequested();
                _next = leaving.IsCancellationRequested ? 0 : (gateway + 1) % urls.Count;
            }

            if (!leaving.IsCancellationRequested) await Task.Delay(_retry, TimeProvider.System, cancel);
        }
    }

    private async IAsyncEnumerable<SseItem<string>> ReadToEndAsync(Stream body, [EnumeratorCancellation] CancellationToken cancel)
    {
        _parser = SseParser.Create(body);
        await using var items = _parser.EnumerateAsync(cancel).GetAsyncEnumerator(cancel);
        while (await MoveNextAsync(items, cancel)) yield return items.Current;

        _lastEventId = LastEventId;
        if (_parser.ReconnectionInterval is { Ticks: >= 0 } retry) _retry = retry;
        _parser = null;
    }

    /// <summary>The first response, and from which gateway; null when none accepts connections.</summary>
    private async Task<(HttpResponseMessage, int)?> ConnectAsync(CancellationToken cancel)
    {
        for (var tried = 0; tried < urls.Count; tried++)
        {
            var gateway = (_next + tried) % urls.Count;
            if (await TryConnectAsync(urls[gateway], cancel) is { } response) return (response, gateway);
        }

        return null;
    }

    private async Task<HttpResponseMessage?> TryConnectAsync(Uri url, CancellationToken cancel)
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
    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<SseItem<string>> items, CancellationToken cancel)
    {
        try
        {
            return await items.MoveNextAsync();
        }
        catch (Exception e) when (e is IOException or HttpRequestException || cancel.IsCancellationRequested)
        {
            return false;
        }
    }
}
