using System.Net.Http.Json;
using Microsoft.Extensions.Options;

namespace HostFigures;

/// <summary>Publishes figures to a gateway over HTTP.</summary>
internal sealed class FigurePublisher
{
    private readonly HttpClient _http;

    public FigurePublisher(HttpClient http, IOptions<FiguresOptions> options)
    {
        _http = http;
        _http.BaseAddress = options.Value.Gateway;
    }

    /// <summary>Publishes one figure, once.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="key">A word that no other figure of the stream has.</param>
    /// <param name="figure">Becomes the JSON of the event.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task PublishAsync(string stream, string key, object figure, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"streams/{stream}/events") { Content = JsonContent.Create(figure, figure.GetType()) };
        request.Headers.Add("Idempotency-Key", key);
        using var response = await _http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
    }
}
