using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.Client.Tests;

public sealed class BroadcastTests : IAsyncDisposable
{
    private readonly ClientOverFakes _cluster = new();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Publishes_to_no_more_streams_at_once_than_it_may()
    {
        string[] names = [.. Enumerable.Range(0, 20).Select(n => $"s{n}")];
        var held = new TaskCompletionSource();
        foreach (var name in names) _cluster.GrainOf(name).Before = _ => held.Task;

        var broadcast = _cluster.Streams.BroadcastAsync(names, new EventData("closing"));
        await Condition.UntilAsync(() => names.Sum(name => _cluster.GrainOf(name).Calls) == 3, "three publishes");
        held.SetResult();

        Assert.All(await broadcast, report => Assert.True(report.IsStored));
        Assert.All(names, name => Assert.Equal(1, _cluster.GrainOf(name).Head.Sequence));
    }

    [Fact]
    public async Task Reports_whatever_a_stream_throws()
    {
        _cluster.GrainOf("odd").Before = static _ => throw new InvalidTimeZoneException("Odd.");
        _cluster.GrainOf("full").Before = static _ => throw new StreamOverloadedException("Full.", TimeSpan.FromSeconds(3));

        var reports = await _cluster.Streams.BroadcastAsync(["odd", "full", "good"], new EventData("closing"));

        Assert.IsType<InvalidTimeZoneException>(Assert.IsType<OutcomeUnknownException>(reports[0].Error).InnerException);
        Assert.Equal(TimeSpan.FromSeconds(3), Assert.IsType<StreamOverloadedException>(reports[1].Error).RetryAfter);
        Assert.Equal([false, false, true], reports.Select(report => report.IsStored));
    }

    [Fact]
    public void Without_event_streams_says_what_is_missing() =>
        Assert.Contains("AddEventStreams", Assert.Throws<InvalidOperationException>(() => FakeGrains.Create().Factory.GetEventStreams()).Message, StringComparison.Ordinal);
}
