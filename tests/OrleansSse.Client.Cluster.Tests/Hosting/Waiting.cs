namespace OrleansSse.Client.Cluster.Tests.Hosting;

/// <summary>Waits with a limit that says what was missing.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static async Task Within(this Task task, string missing)
    {
        if (await Task.WhenAny(task, Task.Delay(Limit, TimeProvider.System)) != task) Assert.Fail(missing);
        await task;
    }

    public static async Task<T> Within<T>(this Task<T> task, string missing)
    {
        await Within((Task)task, missing);
        return await task;
    }

    /// <summary>Waits until something is true.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isTrue, string missing)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await isTrue())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Limit) Assert.Fail(missing);
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    /// <summary>The first so many of what comes.</summary>
    public static async Task<List<StreamEvent>> FirstAsync(this IAsyncEnumerable<StreamEvent> events, int count)
    {
        var taken = new List<StreamEvent>();
        await using var source = events.GetAsyncEnumerator();
        while (taken.Count < count && await source.MoveNextAsync().AsTask().Within($"Only {taken.Count} of {count} events came.")) taken.Add(source.Current);
        return taken;
    }

    public static async Task<List<string>> TextsAsync(this IAsyncEnumerable<StreamEvent> events)
    {
        var texts = new List<string>();
        await foreach (var streamEvent in events) texts.Add(streamEvent.Data.Text);
        return texts;
    }
}
