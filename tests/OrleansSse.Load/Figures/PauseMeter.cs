namespace OrleansSse.Load.Figures;

/// <summary>How long something that should go on all the time has paused. One thread marks; any may ask.</summary>
internal sealed class PauseMeter(TimeProvider time)
{
    private readonly Lock _lock = new();
    private long _last = time.GetTimestamp();
    private TimeSpan _longest;

    /// <summary>The longest pause since the meter was made or restarted; one that lasts still is counted until now.</summary>
    public TimeSpan Longest
    {
        get
        {
            lock (_lock) return Longer(_longest, time.GetElapsedTime(_last));
        }
    }

    /// <summary>The timestamp of the last mark or restart.</summary>
    public long Last
    {
        get
        {
            lock (_lock) return _last;
        }
    }

    /// <summary>It goes on.</summary>
    public void Mark()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _longest = Longer(_longest, time.GetElapsedTime(_last, now));
            _last = now;
        }
    }

    /// <summary>Forgets the pauses until now.</summary>
    public void Restart()
    {
        lock (_lock) (_last, _longest) = (time.GetTimestamp(), TimeSpan.Zero);
    }

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
