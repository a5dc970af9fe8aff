using System.Numerics;

namespace OrleansSse.Load.Figures;

/// <summary>
/// Durations, counted in buckets of which 64 divide each power of two of nanoseconds: a percentile is right to 1 %,
/// whatever its size, and recording costs no allocation.
/// </summary>
internal sealed class Histogram
{
    private const int SubBucketBits = 6;
    private const int SubBuckets = 1 << SubBucketBits;

    private readonly long[] _counts = new long[(64 - SubBucketBits) * SubBuckets];
    private long _maxNanoseconds;

    /// <summary>How many were recorded.</summary>
    public long Count { get; private set; }

    /// <summary>The longest; exact.</summary>
    public TimeSpan Max => FromNanoseconds(_maxNanoseconds);

    /// <summary>Records one.</summary>
    public void Record(TimeSpan duration) => RecordNanoseconds(duration.Ticks * TimeSpan.NanosecondsPerTick);

    /// <summary>Records one; what is below 0 counts as 0.</summary>
    public void RecordNanoseconds(long nanoseconds)
    {
        nanoseconds = Math.Max(0, nanoseconds);
        _counts[BucketOf(nanoseconds)]++;
        _maxNanoseconds = Math.Max(_maxNanoseconds, nanoseconds);
        Count++;
    }

    /// <summary>Adds all that another one recorded.</summary>
    public void Add(Histogram other)
    {
        for (var i = 0; i < _counts.Length; i++) _counts[i] += other._counts[i];
        _maxNanoseconds = Math.Max(_maxNanoseconds, other._maxNanoseconds);
        Count += other.Count;
    }

    /// <summary>The duration that this share of all does not exceed; zero when nothing was recorded.</summary>
    /// <param name="share">Above 0, at most 1: 0.99 for p99.</param>
    public TimeSpan Percentile(double share)
    {
        var rank = (long)Math.Ceiling(share * Count);
        var bucket = 0;
        for (var passed = _counts[0]; passed < rank; passed += _counts[bucket]) bucket++;
        return FromNanoseconds(Math.Min(MiddleOf(bucket), _maxNanoseconds));
    }

    private static int BucketOf(long nanoseconds)
    {
        if (nanoseconds < SubBuckets) return (int)nanoseconds;
        var shift = BitOperations.Log2((ulong)nanoseconds) - SubBucketBits;
        return (shift << SubBucketBits) + (int)(nanoseconds >> shift);
    }

    private static long MiddleOf(int bucket)
    {
        if (bucket < SubBuckets) return bucket;
        var shift = (bucket >> SubBucketBits) - 1;
        var lowest = (long)(SubBuckets + (bucket & (SubBuckets - 1))) << shift;
        return lowest + (1L << shift) / 2;
    }

    private static TimeSpan FromNanoseconds(long nanoseconds) => new(nanoseconds / TimeSpan.NanosecondsPerTick);
}
