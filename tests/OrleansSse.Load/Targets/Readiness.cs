using System.Net;

namespace OrleansSse.Load.Targets;

/// <summary>Asks a gateway whether it is ready.</summary>
internal static class Readiness
{
    /// <summary>How long a gateway may take to be ready: far more than any good one does.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(60);

    /// <summary>How often to ask: often enough for a figure in milliseconds, seldom enough not to slow the start.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(10);

    /// <summary>True when <c>/health/ready</c> answers 200; false when it answers anything else or nothing.</summary>
    public static async Task<bool> IsReadyAsync(HttpClient http, Uri url, CancellationToken cancel)
    {
        try
        {
            using var response = await http.GetAsync(new Uri(url, "health/ready"), cancel);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (TaskCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Ends the run when the gateway is not ready.</summary>
    public static async Task RequireAsync(HttpClient http, Uri url, CancellationToken cancel)
    {
        if (!await IsReadyAsync(http, url, cancel))
            throw new RunFailedException($"{new Uri(url, "health/ready")} does not answer 200: is a gateway running there?");
    }
}
