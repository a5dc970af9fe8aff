namespace OrleansSse.Client.Tests.Fakes;

/// <summary>Waits for what other threads bring about.</summary>
internal static class Condition
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Awaits a task with a limit.</summary>
    /// <exception cref="TimeoutException">It did not complete; the message says what was missing.</exception>
    public static async Task Within(this Task task, string missing)
    {
        await Task.WhenAny(task, Task.Delay(Patience, TimeProvider.System));
        if (!task.IsCompleted) throw new TimeoutException($"Missing after {Patience.TotalSeconds} s: {missing}");
        await task;
    }

    /// <inheritdoc cref="Within(Task, string)"/>
    public static async Task<T> Within<T>(this Task<T> task, string missing)
    {
        await Within((Task)task, missing);
        return await task;
    }

    /// <summary>Lets other threads go on until something is true; what is done meanwhile, as letting time pass, is the caller's.</summary>
    /// <exception cref="TimeoutException">It did not become true; the message says what was missing.</exception>
    public static async Task UntilAsync(Func<bool> isTrue, string missing, Action? meanwhile = null)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!isTrue())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience) throw new TimeoutException($"Missing after {Patience.TotalSeconds} s: {missing}");
            meanwhile?.Invoke();
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }
}
