using OrleansSse.Client.Subscriptions;
using OrleansSse.Load.Figures;
using OrleansSse.Load.Targets;

namespace OrleansSse.Load.Scenarios;

/// <summary>Loads one cluster in several ways, one after the other, each on streams of its own.</summary>
internal sealed class HopLoad(Run run, IReadOnlyList<SiloProcess> silos, SiloClient publisher, SiloClient follower, int size, int seconds, int number)
{
    // Flat out, a relay that loses a moment would find what it lacks dropped already by the usual retention.
    private static readonly RetentionOverride Most = new(MaxEvents: 65_536, MaxBytes: 64 << 20);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _padding = new('x', size - 16);
    private readonly string _what = number == 1 ? "1 silo" : $"{number} silos";
    private int _loads;

    /// <summary>Events that were lost, repeated or out of order, and gaps.</summary>
    public long Broken { get; private set; }

    /// <summary>So many events a second, one at a time.</summary>
    public async Task CalmAsync(int rate, CancellationToken cancel)
    {
        var (names, receivers, subscriptions) = await FollowAsync(1);
        var published = 0L;
        var window = new MeasuringWindow();
        var publishing = PublishAsync();
        await run.Bars.DelayAsync($"{_what}: warming up", WarmUp, cancel);
        receivers[0].TakeAges();
        window.Open();
        await run.Bars.DelayAsync($"{_what}: a calm load", TimeSpan.FromSeconds(seconds), cancel);
        window.Close();
        await publishing;
        var age = receivers[0].TakeAges();
        await EndAsync(receivers, subscriptions, published);
        run.Report.Measured($"{_what}: publish to relay, p50", age.Percentile(0.5).TotalMilliseconds, "ms", "≤ 1");
        run.Report.Measured($"{_what}: publish to relay, p99", age.Percentile(0.99).TotalMilliseconds, "ms", "≤ 10");

        async Task PublishAsync()
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / rate), TimeProvider.System);
            while (!window.IsOver && await timer.WaitForNextTickAsync(cancel))
            {
                await publisher.Publisher.PublishAsync(names[0], new([HopReceiver.Stamp(_padding)]), cancel);
                published++;
            }
        }
    }

    /// <summary>As much as goes: so many callers, each with one publish in flight.</summary>
    public async Task FlatOutAsync(string load, int streams, int callers, int batch, string? goal, CancellationToken cancel)
    {
        var (names, receivers, subscriptions) = await FollowAsync(streams);
        var window = new MeasuringWindow();
        var publishing = Enumerable.Range(0, callers).Select(caller => PublishAsync(names[caller % streams])).ToArray();
        await run.Bars.DelayAsync($"{_what}: warming up", WarmUp, cancel);

        var (received, server, tool) = (Received(), ProcessUsage.Of(silos.Select(static silo => silo.Id)), Environment.CpuUsage.TotalTime);
        window.Open();
        await run.Bars.DelayAsync($"{_what}: {load}", TimeSpan.FromSeconds(seconds), cancel);
        window.Close();
        var events = (double)(Received() - received);
        var (used, own) = (ProcessUsage.Of(silos.Select(static silo => silo.Id)) - server, Environment.CpuUsage.TotalTime - tool);
        await EndAsync(receivers, subscriptions, (await Task.WhenAll(publishing)).Sum());

        run.Report.Measured($"{_what}: {load}", events / window.Duration.TotalSeconds, "events/s", goal);
        run.Report.Measured($"{_what}: {load}, CPU of the silos", used.Cpu.TotalMicroseconds / events, "µs/event");
        run.Report.Measured($"{_what}: {load}, CPU of both clients", own.TotalMicroseconds / events, "µs/event");

        long Received() => receivers.Sum(static receiver => receiver.Count);

        async Task<long> PublishAsync(StreamName name)
        {
            var published = 0L;
            while (!window.IsOver)
            {
                var events = new EventData[batch];
                for (var i = 0; i < batch; i++) events[i] = HopReceiver.Stamp(_padding);
                await publisher.Publisher.PublishAsync(name, new(events), cancel);
                published += batch;
            }

            return published;
        }
    }

    private async Task<(StreamName[] Names, HopReceiver[] Receivers, StreamSubscription[] Subscriptions)> FollowAsync(int streams)
    {
        var load = ++_loads;
        StreamName[] names = [.. Enumerable.Range(1, streams).Select(stream => StreamName.Parse(run.StreamName($"hop-{number}-{load}-{stream}")))];
        foreach (var name in names) await follower.Grains.GetGrain<IEventStreamGrain>(name.ToString()).SetRetention(Most);
        HopReceiver[] receivers = [.. names.Select(static _ => new HopReceiver())];
        StreamSubscription[] subscriptions =
            [.. names.Zip(receivers, (name, receiver) => follower.Subscriptions.Subscribe(name, receiver, StreamStart.Latest))];
        await Task.WhenAll(subscriptions.Select(static subscription => subscription.Started));
        return (names, receivers, subscriptions);
    }

    private async Task EndAsync(HopReceiver[] receivers, StreamSubscription[] subscriptions, long published)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (receivers.Sum(static receiver => receiver.Count) < published && TimeProvider.System.GetElapsedTime(started) < Patience)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        Broken += Math.Abs(published - receivers.Sum(static receiver => receiver.Count))
            + receivers.Sum(static receiver => receiver.OutOfOrder + receiver.Gaps);
        foreach (var subscription in subscriptions) await subscription.DisposeAsync();
    }
}
