using System.Runtime.InteropServices;

namespace OrleansSse.Client.Publishing;

/// <summary>
/// Bounds what is pending, fairly. Up to a limit anyone may add; beyond it only who has less pending than a fair share, which is the limit divided by
/// those who have anything pending. So whoever floods is refused, and whoever is modest is not. Not for several threads at once.
/// </summary>
/// <param name="limit">The limit in bytes. One who is let in may exceed it, and a share, by what is added last.</param>
internal sealed class FairShares<TPublisher>(long limit)
    where TPublisher : notnull
{
    // Shares grow smaller as publishers arrive, while the first ones still have more. With this, it takes more than 25 that all flood until
    // one who has nothing pending is refused.
    private const int Most = 4;

    private readonly Dictionary<TPublisher, long> _pending = [];

    /// <summary>All bytes that are pending: never more than four times the limit and one publish.</summary>
    public long Bytes { get; private set; }

    /// <summary>Those who have anything pending.</summary>
    public int Publishers => _pending.Count;

    /// <summary>Adds what a publisher wants to have pending; false if it is to be refused.</summary>
    public bool TryAdd(TPublisher publisher, long bytes)
    {
        if (Bytes > limit && IsOver(publisher)) return false;
        CollectionsMarshal.GetValueRefOrAddDefault(_pending, publisher, out _) += bytes;
        Bytes += bytes;
        return true;
    }

    /// <summary>What was added is pending no longer.</summary>
    public void Remove(TPublisher publisher, long bytes)
    {
        Bytes -= bytes;
        ref var pending = ref CollectionsMarshal.GetValueRefOrNullRef(_pending, publisher);
        if ((pending -= bytes) == 0) _pending.Remove(publisher);
    }

    private bool IsOver(TPublisher publisher)
    {
        if (Bytes > Most * limit) return true;
        return _pending.TryGetValue(publisher, out var own) && own > limit / _pending.Count;
    }
}
