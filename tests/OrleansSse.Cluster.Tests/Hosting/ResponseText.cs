using System.Text;
using System.Text.RegularExpressions;

namespace OrleansSse.Cluster.Tests.Hosting;

/// <summary>The text of a response as it comes, with the part of it that is left to chance made the same.</summary>
internal sealed partial class ResponseText(StreamReader reader) : IDisposable
{
    private readonly StringBuilder _text = new();

    public static async Task<ResponseText> OpenAsync(HttpClient client, string path, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null) request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).Within("the response's headers");
        return new(new(await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync()));
    }

    /// <summary>All that has come, once it ends with this.</summary>
    public async Task<string> ReadToAsync(string end)
    {
        var next = new char[1];
        while (!_text.ToString().EndsWith(end, StringComparison.Ordinal))
        {
            var count = await reader.ReadAsync(next).AsTask().Within($"\"{end}\" after \"{_text}\"");
            Assert.True(count == 1, $"The response ended after \"{_text}\".");
            _text.Append(next[0]);
        }

        return Retry().Replace(_text.ToString(), "retry: 1000");
    }

    public void Dispose() => reader.Dispose();

    [GeneratedRegex("retry: [0-9]+")]
    private static partial Regex Retry();
}
