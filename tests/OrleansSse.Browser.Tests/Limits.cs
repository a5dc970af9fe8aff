namespace OrleansSse.Browser.Tests;

/// <summary>How long tests wait before they say what was missing: far longer than anything takes.</summary>
internal static class Limits
{
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Awaits with a limit.</summary>
    /// <exception cref="TimeoutException">It did not happen; the message says what.</exception>
    public static async Task<T> Within<T>(this Task<T> task, Func<string> missing)
    {
        try
        {
            return await task.WaitAsync(Patience, TimeProvider.System, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Missing after {Patience.TotalSeconds} s: {missing()}");
        }
    }
}
