using OrleansSse.Load;

namespace OrleansSse.Faults;

/// <summary>Waits for what must become true.</summary>
internal static class Until
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks a few times a second.</summary>
    /// <exception cref="RunFailedException">It did not become true in two minutes.</exception>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, CancellationToken cancel)
    {
        var time = TimeProvider.System;
        for (var started = time.GetTimestamp(); !await condition(); await Task.Delay(Interval, time, cancel))
        {
            if (time.GetElapsedTime(started) > Limit) throw new RunFailedException($"For {Limit.TotalSeconds:N0} s it was not true that {what}.");
        }
    }
}
