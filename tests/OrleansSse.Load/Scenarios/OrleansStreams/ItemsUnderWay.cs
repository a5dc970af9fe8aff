namespace OrleansSse.Load.Scenarios.OrleansStreams;

/// <summary>
/// How far publishers are ahead of a subscriber, and no further: what is measured is what goes through, not how fast a queue grows until
/// something is dropped. Of items that have not come when none has come for a second, nothing more is expected.
/// </summary>
internal sealed class ItemsUnderWay(ItemCounter counter, int most)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private long _published;
    private long _givenUp;

    /// <summary>Waits for room for some more items, and takes it.</summary>
    public async Task AddAsync(int items, CancellationToken cancel)
    {
        var (come, since) = (counter.Distinct, TimeProvider.System.GetTimestamp());
        while (!TryAdd(items))
        {
            await Task.Delay(Pause, TimeProvider.System, cancel);
            if (counter.Distinct != come) (come, since) = (counter.Distinct, TimeProvider.System.GetTimestamp());
            else if (TimeProvider.System.GetElapsedTime(since) > Patience) GiveUp(come);
        }
    }

    private bool TryAdd(int items)
    {
        lock (_lock)
        {
            if (_published - _givenUp - counter.Distinct + items > most) return false;
            _published += items;
            return true;
        }
    }

    private void GiveUp(long come)
    {
        lock (_lock) _givenUp = _published - come;
    }
}
