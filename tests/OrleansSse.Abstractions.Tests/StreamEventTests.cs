namespace OrleansSse.Tests;

public sealed class StreamEventTests
{
    private static readonly DateTimeOffset Accepted = new(2026, 1, 1, 0, 0, 0, 123, TimeSpan.Zero);

    [Fact]
    public void Is_shown_until_its_time_has_passed_since_the_stream_accepted_it()
    {
        var streamEvent = Of(new("a") { Ttl = TimeSpan.FromSeconds(1) });

        Assert.False(streamEvent.IsExpired(new Clock(Accepted.AddMilliseconds(999))));
        Assert.True(streamEvent.IsExpired(new Clock(Accepted.AddMilliseconds(1000))));
    }

    [Fact]
    public void Without_a_time_nobody_looks_at_the_clock() => Assert.False(Of(new("a")).IsExpired(new Clock(null)));

    private static StreamEvent Of(EventData data) => new(StreamPosition.Origin.Next(), Accepted.ToUnixTimeMilliseconds(), data);

    private sealed class Clock(DateTimeOffset? now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now ?? throw new InvalidOperationException("Nobody is to look.");
    }
}
