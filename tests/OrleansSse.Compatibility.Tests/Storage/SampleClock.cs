namespace OrleansSse.Compatibility.Tests.Storage;

/// <summary>A clock that runs, but began on the first of January 2026: what was stored then is not yet too old to be kept.</summary>
internal sealed class SampleClock(TimeSpan sinceNewYear) : TimeProvider
{
    private static readonly DateTimeOffset NewYear = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly long _started = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => NewYear + sinceNewYear + System.GetElapsedTime(_started);
}
