using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansSse.Client.Publishing;
using OrleansSse.Grains.Tests.Cluster;

namespace OrleansSse.Grains.Tests;

/// <summary>A stream whose storage is slower than its publishers: a minute of it, by the clock of the streams and of the publishers.</summary>
[Collection<ClusterTests>]
public sealed class EventStreamGrainOverloadTests(StreamCluster cluster)
{
    private const int Flooders = 200;
    private const int FloodBytes = 2000;
    private const int LanePendingBytes = 200_000;

    private const int LargestPublish = FloodBytes + 1000;

    private static readonly TimeSpan CommitDuration = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly StreamName _name = StreamName.Parse(cluster.NewStream("overload"));
    private readonly ConcurrentDictionary<string, PublishResult> _acknowledged = new();
    private readonly ConcurrentDictionary<string, Exception> _failed = new();
    private bool _isOver;

    [Fact]
    public async Task Who_floods_is_bounded_and_refused_and_who_is_modest_is_served()
    {
        cluster.Storage.Behave(_name.ToString(), async call =>
        {
            if (call.IsHeadWrite) await Task.Delay(CommitDuration, cluster.Time);
            call.Apply();
        });
        var (atStream, most) = (0L, 0L);
        using var listener = Listen(bytes => InterlockedMax(ref most, Interlocked.Add(ref atStream, bytes)));
        var (flooding, modest) = (Publisher(), Publisher());
        var publishing = Enumerable.Range(0, Flooders).Select(number => FloodAsync(flooding, "flood", $"flood-{number}"))
            .Append(ModestAsync(modest, "alone", "other-process"))
            .Append(ModestAsync(flooding, "modest", "same-process"))
            .ToArray();

        var (started, mostInLane) = (cluster.Time.GetTimestamp(), 0L);
        while (cluster.Time.GetElapsedTime(started) < Minute || Served("other-process") < 10 || Served("same-process") < 10)
        {
            await PassAsync();
            mostInLane = Math.Max(mostInLane, flooding.Lanes.PendingBytes);
        }

        _isOver = true;
        while (publishing.Any(publish => !publish.IsCompleted)) await PassAsync();
        await Task.WhenAll(publishing);

        // It was full, and never more than full.
        Assert.InRange(most, StreamCluster.MaxPendingBytes, (4 * StreamCluster.MaxPendingBytes) + LargestPublish);
        Assert.InRange(mostInLane, LanePendingBytes, (4 * LanePendingBytes) + LargestPublish);
        Assert.Equal((0L, 0L, 0L), (Interlocked.Read(ref atStream), flooding.Lanes.PendingBytes, modest.Lanes.PendingBytes));

        // Nobody who is modest was refused, and all who flood were told when to come again.
        Assert.DoesNotContain(_failed, failure => failure.Key.Contains("process", StringComparison.Ordinal));
        var overloads = _failed.Values.OfType<StreamOverloadedException>().ToArray();
        Assert.True(overloads.Length > Flooders, $"Only {overloads.Length} publishes were refused.");
        Assert.All(overloads, overload => Assert.InRange(overload.RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30)));

        await CheckAsync();
    }

    private async Task CheckAsync()
    {
        cluster.Storage.Behave(_name.ToString(), null);
        var stored = new Dictionary<string, StreamPosition>();
        var stream = cluster.Stream(_name.ToString());
        var start = StreamStart.Earliest;
        while (true)
        {
            var page = await stream.Read(new(start));
            foreach (var e in page.Events) Assert.True(stored.TryAdd(e.Data.Text.TrimEnd('.'), e.Id), $"{e.Id} is there twice.");
            if (page.IsLast) break;
            start = StreamStart.After(page.To);
        }

        foreach (var (text, result) in _acknowledged) Assert.Equal(result.Last, stored.GetValueOrDefault(text));
        foreach (var (text, failure) in _failed)
        {
            if (failure is not OutcomeUnknownException) Assert.DoesNotContain(text, stored.Keys);
        }

        Assert.Equal(stored.Count, _acknowledged.Count + stored.Keys.Count(_failed.ContainsKey));
    }

    private int Served(string publisher) => _acknowledged.Keys.Count(text => text.StartsWith(publisher, StringComparison.Ordinal));

    private async Task FloodAsync(StreamPublisher process, string publisher, string name)
    {
        for (var n = 0; !_isOver; n++)
        {
            if (await PublishAsync(process, publisher, $"{name}-{n}", FloodBytes) is StreamOverloadedException overload)
            {
                await Task.Delay(overload.RetryAfter, cluster.Time);
            }
        }
    }

    private async Task ModestAsync(StreamPublisher process, string publisher, string name)
    {
        for (var n = 0; !_isOver; n++)
        {
            await PublishAsync(process, publisher, $"{name}-{n}", 0);
            await Task.Delay(CommitDuration / 10, cluster.Time);
        }
    }

    private async Task<Exception?> PublishAsync(StreamPublisher process, string publisher, string text, int bytes)
    {
        try
        {
            _acknowledged[text] = await process.PublishAsync(_name, Events.Publish(text.PadRight(bytes, '.')), publisher);
            return null;
        }
        catch (EventStreamException failure)
        {
            return _failed[text] = failure;
        }
    }

    private StreamPublisher Publisher() => new(
        cluster.Client, new OptionsWrapper<StreamPublisherOptions>(new() { MaxPendingBytes = LanePendingBytes }), cluster.Time, NullLogger<StreamPublisher>.Instance);

    private async Task PassAsync()
    {
        cluster.Time.Advance(Step);
        await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, TestContext.Current.CancellationToken);
    }

    private static MeterListener Listen(Action<long> changed)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Name == EventStreamMetrics.PendingBytes) listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, bytes, _, _) => changed(bytes));
        listener.Start();
        return listener;
    }

    private static void InterlockedMax(ref long most, long value)
    {
        for (var known = Interlocked.Read(ref most); value > known; known = Interlocked.Read(ref most))
        {
            if (Interlocked.CompareExchange(ref most, value, known) == known) return;
        }
    }
}
