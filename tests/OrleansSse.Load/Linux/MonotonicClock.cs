namespace OrleansSse.Load.Linux;

/// <summary>Nanoseconds of the system's monotonic clock, which all processes share.</summary>
internal static class MonotonicClock
{
    private const int Monotonic = 1;
    private const int Absolute = 1;
    private const int NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Now.</summary>
    public static long Now => TimeProvider.System.GetTimestamp();

    /// <summary>Blocks this thread until a moment; not at all when it has passed.</summary>
    public static void SleepUntil(long moment)
    {
        var until = new TimeSpec((nint)(moment / NanosecondsPerSecond), (nint)(moment % NanosecondsPerSecond));
        while (Libc.SleepUntil(Monotonic, Absolute, until, remaining: 0) == Libc.Interrupted)
        {
        }
    }
}
