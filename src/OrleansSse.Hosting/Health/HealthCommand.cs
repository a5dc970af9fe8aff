namespace OrleansSse.Hosting.Health;

/// <summary>The programs' command <c>health</c>: asks the one that runs here whether it is ready, as an image without other programs needs.</summary>
public static class HealthCommand
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    /// <summary>Asks; returns the process's exit code: 0 if it is ready.</summary>
    /// <param name="address">Where it listens; null: nowhere.</param>
    public static async Task<int> RunAsync(Uri? address)
    {
        if (address is null) return await FailAsync("It has no address to be asked at.");
        using var http = new HttpClient { BaseAddress = address, Timeout = Limit };
        try
        {
            using var answer = await http.GetAsync(new Uri(HealthPaths.Ready, UriKind.Relative));
            return answer.IsSuccessStatusCode ? 0 : await FailAsync(await answer.Content.ReadAsStringAsync());
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return await FailAsync(exception.Message);
        }
    }

    private static async Task<int> FailAsync(string why)
    {
        await Console.Error.WriteLineAsync($"Not ready. {why}");
        return 1;
    }
}
