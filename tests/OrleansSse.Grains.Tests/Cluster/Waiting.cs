namespace OrleansSse.Grains.Tests.Cluster;

/// <summary>Waits with a limit that says what was missing.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static async Task Within(this Task task, string missing)
    {
        if (await Task.WhenAny(task, Task.Delay(Limit, TimeProvider.System, TestContext.Current.CancellationToken)) != task) Assert.Fail(missing);
        await task;
    }

    public static async Task<T> Within<T>(this Task<T> task, string missing)
    {
        await Within((Task)task, missing);
        return await task;
    }
}
