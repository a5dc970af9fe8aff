using OrleansSse.Grains.Tests.Cluster;
using OrleansSse.Grains.Tests.History;

namespace OrleansSse.Grains.Tests;

/// <summary>Both silos have an activation of the same stream, as when a directory is split.</summary>
[Collection<ClusterTests>]
public sealed class EventStreamGrainTwoActivationsTests : IDisposable
{
    private readonly StreamCluster _cluster;
    private readonly string _name;
    private readonly IEventStreamGrain[] _streams;
    private readonly Ledger _ledger = new();

    public EventStreamGrainTwoActivationsTests(StreamCluster cluster)
    {
        (_cluster, _name) = (cluster, cluster.NewStream());
        cluster.Directory.Split[_name] = true;
        _streams = cluster.StreamOnEachSilo(_name);
    }

    public void Dispose() => _cluster.Storage.AcceptsStaleETagWhereMissing = false;

    [Theory, InlineData(false), InlineData(true)]
    public async Task The_one_that_was_frozen_loses_and_reads_on_in_what_the_other_stored(bool acceptsStale)
    {
        _cluster.Storage.AcceptsStaleETagWhereMissing = acceptsStale;
        await PublishAsync(_streams[0], "a");
        await PublishAsync(_streams[1], "b");
        Assert.Equal(2, _cluster.Directory.Table.Keys.Count(key => key.Item1.Key.ToString() == _name));

        // The first does not know of b, and freezes on its way to say c.
        var held = new HeldCall(_cluster.Storage, _name, call => call.IsHeadWrite);
        var frozen = _streams[0].Publish(Events.Publish("c"));
        await held.Reached;
        await PublishAsync(_streams[1], "d");
        held.Release();
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => frozen.Within("The frozen publish does not end."));

        await PublishAsync(_streams[0], "e");
        await AssertStreamAsync("a", "b", "d", "e");
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => _streams[1].Publish(Events.Publish("f")));
        await PublishAsync(_streams[1], "f");
        await AssertStreamAsync("a", "b", "d", "e", "f");
    }

    [Fact]
    public async Task The_one_that_does_not_know_what_a_reader_has_seen_tells_of_no_gap_and_gives_the_stream_up()
    {
        await PublishAsync(_streams[0], "a");
        await PublishAsync(_streams[1], "b");
        var last = await _streams[1].Publish(Events.Publish("c"));
        var after = new ReadRequest(StreamStart.After(last.Last));

        await Assert.ThrowsAsync<StreamUnavailableException>(() => _streams[0].Read(after));

        var page = await _streams[0].Read(after);
        Assert.Equal((null, last.Last), (page.Gap, page.Head));
    }

    [Fact]
    public async Task The_one_that_does_not_know_of_a_new_epoch_tells_of_no_gap_in_it()
    {
        await PublishAsync(_streams[0], "a");
        await _streams[1].Delete();
        var last = await _streams[1].Publish(Events.Publish("b"));
        var after = new ReadRequest(StreamStart.After(last.Last));

        await Assert.ThrowsAsync<StreamUnavailableException>(() => _streams[0].Attach(Guid.NewGuid(), null!, after));

        Assert.Null((await _streams[0].Read(after)).Gap);
    }

    [Fact]
    public async Task The_one_that_does_not_know_of_the_completion_stores_nothing_after_it()
    {
        await PublishAsync(_streams[0], "a");
        await _streams[1].Complete();

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => _streams[0].Publish(Events.Publish("b")));

        var refusal = await Assert.ThrowsAsync<PublishRefusedException>(() => _streams[0].Publish(Events.Publish("b")));
        Assert.Equal("stream_completed", refusal.Code);
        await AssertStreamAsync("a");
    }

    [Fact]
    public async Task A_position_that_nobody_knows_is_a_gap_as_ever()
    {
        var last = await _streams[0].Publish(Events.Publish("a"));

        var page = await _streams[0].Read(new(StreamStart.After(last.Last with { Sequence = 99 })));

        Assert.Equal(new(last.Last with { Sequence = 99 }, last.Last.Next(), last.Last), page.Gap);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Publishing_to_both_at_once_with_retries_stores_everything_once(bool acceptsStale)
    {
        _cluster.Storage.AcceptsStaleETagWhereMissing = acceptsStale;
        _cluster.Storage.Behave(_name, async call =>
        {
            await Task.Yield();
            call.Apply();
        });
        await Task.WhenAll(Enumerable.Range(0, 8).Select(PublishManyAsync)).Within("The publishers do not end.");

        var events = await ReadAllAsync();
        Assert.Equal(8 * 25 * 3, events.Count);
        Assert.Equal(events.Count, events.Texts().Distinct().Count());

        async Task PublishManyAsync(int publisher)
        {
            for (var i = 0; i < 25; i++)
            {
                var request = Events.Keyed($"{publisher}/{i}", $"{publisher}/{i}/a", $"{publisher}/{i}/b", $"{publisher}/{i}/c");
                var result = await RetryAsync(publisher + i, request);
                lock (_ledger) _ledger.Acknowledged(request, result);
            }
        }
    }

    // Publishes until one of the activations says that it is stored.
    private async Task<PublishResult> RetryAsync(int activation, PublishRequest request)
    {
        for (var attempt = 0; ; attempt++)
        {
            Assert.True(attempt < 1000, "A thousand attempts have failed.");
            try
            {
                return await _streams[(activation + attempt) % 2].Publish(request);
            }
            catch (Exception exception) when (exception is OutcomeUnknownException or StreamUnavailableException or OrleansMessageRejectionException)
            {
                // The last is what Orleans says when a call meets one deactivation after the other.
                continue;
            }
        }
    }

    private async Task PublishAsync(IEventStreamGrain stream, string data)
    {
        var request = Events.Publish(data);
        _ledger.Acknowledged(request, await stream.Publish(request));
    }

    private async Task AssertStreamAsync(params string[] data) => Assert.Equal(data, (await ReadAllAsync()).Texts());

    // As an activation reads that has just begun.
    private async Task<List<StreamEvent>> ReadAllAsync()
    {
        var reader = await Owner.OpenAsync(_cluster.Storage.With(static call => call.ApplyAsync()), _cluster.Time, stream: _name);
        var pages = await reader.ReadAllAsync(StreamStart.Earliest);
        _ledger.AssertComplete(pages);
        return [.. pages.SelectMany(page => page.Events)];
    }
}
