using System.Collections.Concurrent;

namespace OrleansSse.Client.Publishing;

/// <summary>
/// Which entrances this process may use: those of silos whose address it has among the gateways that it connects to, and has had for long enough for
/// Orleans to know it too. A call to any other would be passed on by a silo that takes the address for that of a silo. One that fails is left alone for a while.
/// </summary>
/// <param name="isListedAsync">Tells if the silo of an entrance is among the gateways.</param>
/// <param name="settling">How long it may take until Orleans has read the list as well.</param>
/// <param name="time">The clock.</param>
internal sealed class StreamEntrances(Func<IStreamEntrance, Task<bool>> isListedAsync, TimeSpan settling, TimeProvider time)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<IStreamEntrance, Standing> _standings = new();

    /// <summary>The entrance, if it may be used; else null.</summary>
    public IStreamEntrance? IfUsable(IStreamEntrance? entrance)
    {
        if (entrance is null) return null;
        var standing = _standings.GetOrAdd(entrance, static _ => new());
        if (standing.IsDue(time)) _ = LookAsync(entrance, standing);
        return standing.IsUsable(time) ? entrance : null;
    }

    /// <summary>True as long as an entrance that was usable still is.</summary>
    public bool IsUsable(IStreamEntrance entrance) => _standings.TryGetValue(entrance, out var standing) && standing.IsUsable(time);

    /// <summary>It answered.</summary>
    public void Answered(IStreamEntrance entrance)
    {
        if (_standings.TryGetValue(entrance, out var standing)) standing.Answered();
    }

    /// <summary>It did not.</summary>
    public void Failed(IStreamEntrance entrance)
    {
        if (_standings.TryGetValue(entrance, out var standing)) standing.Failed(time);
    }

    private async Task LookAsync(IStreamEntrance entrance, Standing standing)
    {
        var isListed = false;
        try
        {
            isListed = await isListedAsync(entrance).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Then it is not known to be; the list is read again later, by Orleans too, which says so.
        }

        if (isListed) standing.Use(time, after: settling);
        else standing.LookAgain(time, after: ShortestPause);
    }

    // Times are timestamps; MaxValue: not at all.
    private sealed class Standing
    {
        private readonly Lock _lock = new();
        private long _lookFrom;
        private long _useFrom = long.MaxValue;
        private int _failures;

        /// <summary>True once each time that the list is to be read.</summary>
        public bool IsDue(TimeProvider time)
        {
            lock (_lock)
            {
                if (time.GetTimestamp() < _lookFrom) return false;
                _lookFrom = long.MaxValue;
                return true;
            }
        }

        public bool IsUsable(TimeProvider time)
        {
            lock (_lock) return time.GetTimestamp() >= _useFrom;
        }

        public void Use(TimeProvider time, TimeSpan after)
        {
            lock (_lock) _useFrom = Later(time, after);
        }

        public void Answered()
        {
            lock (_lock) _failures = 0;
        }

        // All calls that were under way fail with a silo; it has failed once.
        public void Failed(TimeProvider time)
        {
            lock (_lock)
            {
                if (_useFrom != long.MaxValue) LookAgain(time, after: Doubling.Of(ShortestPause, ++_failures, LongestPause));
            }
        }

        public void LookAgain(TimeProvider time, TimeSpan after)
        {
            lock (_lock) (_lookFrom, _useFrom) = (Later(time, after), long.MaxValue);
        }

        private static long Later(TimeProvider time, TimeSpan after) => time.GetTimestamp() + (long)(after.TotalSeconds * time.TimestampFrequency);
    }
}
