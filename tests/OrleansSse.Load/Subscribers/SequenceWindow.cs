namespace OrleansSse.Load.Subscribers;

/// <summary>
/// Which sequences of a stream have come: all below the next one, but for those of the last 64 that a mask says are missing.
/// </summary>
/// <param name="next">The first one to expect.</param>
internal struct SequenceWindow(long next)
{
    private const int Width = 64;

    private long _next = next;
    private ulong _missing;

    /// <summary>Takes the next one that came.</summary>
    public Arrival Take(long sequence)
    {
        var skipped = sequence - _next;
        if (skipped < 0) return TakeLate((int)Math.Min(-skipped - 1, Width));

        // The lowest bit stands for the sequence before the next.
        _missing = skipped < Width - 1 ? ((_missing << (int)skipped) | ((1UL << (int)skipped) - 1)) << 1 : ulong.MaxValue << 1;
        _next = sequence + 1;
        return Arrival.InOrder;
    }

    private Arrival TakeLate(int back)
    {
        var bit = back < Width ? 1UL << back : 0;
        if ((_missing & bit) == 0) return Arrival.Repeated;
        _missing &= ~bit;
        return Arrival.OutOfOrder;
    }
}
