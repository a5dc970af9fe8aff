namespace OrleansSse.Hosting.Tests;

/// <summary>Waits with a limit that says what was missing.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static async Task<T> Within<T>(this Task<T> task, string missing)
    {
        await Within((Task)task, missing);
        return await task;
    }

    public static async Task Within(this Task task, string missing)
    {
        try
        {
            await task.WaitAsync(Limit);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Missing after {Limit.TotalSeconds} s: {missing}");
        }
    }

    /// <summary>Looks again and again until it is as it should be.</summary>
    public static Task Until(Func<Task<bool>> isSo, string missing)
    {
        return LookAsync().Within(missing);

        async Task LookAsync()
        {
            var start = TimeProvider.System.GetTimestamp();
            while (!await isSo() && TimeProvider.System.GetElapsedTime(start) < Limit) await Task.Delay(Pause, TimeProvider.System);
        }
    }
}
