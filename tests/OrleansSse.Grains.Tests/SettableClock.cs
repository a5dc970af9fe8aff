using Microsoft.Extensions.Time.Testing;

namespace OrleansSse.Grains.Tests;

/// <summary>A clock that can be set: unlike what <see cref="FakeTimeProvider.AdjustTime"/> does, no time passes by that.</summary>
internal sealed class SettableClock : FakeTimeProvider
{
    /// <summary>By how much the clock is wrong.</summary>
    public TimeSpan Error { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Error;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;
}
