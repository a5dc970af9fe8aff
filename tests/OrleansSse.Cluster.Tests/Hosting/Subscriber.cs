using System.Net;
using System.Net.ServerSentEvents;

namespace OrleansSse.Cluster.Tests.Hosting;

/// <summary>An EventSource of a test, on the platform's parser.</summary>
public sealed class Subscriber : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly SseParser<string> _parser;
    private readonly IAsyncEnumerator<SseItem<string>> _items;

    private Subscriber(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _parser = SseParser.Create(body);
        _items = _parser.EnumerateAsync().GetAsyncEnumerator();
    }

    public HttpResponseMessage Response => _response;

    /// <summary>The position to resume from, as a browser would send it.</summary>
    public string LastEventId => _parser.LastEventId;

    public static async Task<Subscriber> ConnectAsync(HttpClient client, string path, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Version = client.DefaultRequestVersion, VersionPolicy = client.DefaultVersionPolicy };
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (lastEventId is not null) request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).Within("the response's headers");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return new(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event.</summary>
    public async Task<SseItem<string>> NextAsync()
    {
        Assert.True(await _items.MoveNextAsync().AsTask().Within("the next event"), "The response ended before the next event.");
        return _items.Current;
    }

    public async Task<List<SseItem<string>>> TakeAsync(int count)
    {
        List<SseItem<string>> items = [];
        while (items.Count < count) items.Add(await NextAsync());
        return items;
    }

    /// <summary>What the server still sends until it ends the response.</summary>
    public async Task<List<SseItem<string>>> RestAsync()
    {
        List<SseItem<string>> items = [];
        while (await _items.MoveNextAsync().AsTask().Within("the end of the response")) items.Add(_items.Current);
        return items;
    }

    public ValueTask DisposeAsync()
    {
        // Not the enumerator: a read under way would have to end first, and disposing of the response ends it.
        _response.Dispose();
        return ValueTask.CompletedTask;
    }
}
