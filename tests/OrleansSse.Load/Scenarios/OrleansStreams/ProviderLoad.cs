using Orleans.Streams;
using OrleansSse.Load.Figures;
using OrleansSse.Load.Targets;

namespace OrleansSse.Load.Scenarios.OrleansStreams;

/// <summary>Loads one stream provider in several ways, one after the other, each on a stream of its own.</summary>
internal sealed class ProviderLoad(Run run, string provider, SiloClient publisher, SiloClient subscriber, int size, int underWay, int seconds)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan RefusalPause = TimeSpan.FromMilliseconds(20);

    private readonly string _padding = new('x', size - NumberedItem.HeadLength);
    private int _loads;

    /// <summary>Items that were acknowledged and never came.</summary>
    public long Lost { get; private set; }

    /// <summary>Items that came more than once.</summary>
    public long Repeated { get; private set; }

    /// <summary>Publishes that failed.</summary>
    public long Refused { get; private set; }

    /// <summary>So many items a second, one at a time.</summary>
    /// <returns>How old they were when they came.</returns>
    public async Task<Histogram> CalmAsync(int rate, CancellationToken cancel)
    {
        var (stream, counter, subscription) = await SubscribeAsync();
        var published = 0L;
        var window = new MeasuringWindow();
        var publishing = PublishAsync();
        await run.Bars.DelayAsync($"{provider}: warming up", WarmUp, cancel);
        counter.TakeAges();
        window.Open();
        await run.Bars.DelayAsync($"{provider}: a calm load", TimeSpan.FromSeconds(seconds), cancel);
        window.Close();
        await publishing;
        var ages = counter.TakeAges();
        await EndAsync(counter, subscription, published);
        return ages;

        async Task PublishAsync()
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / rate), TimeProvider.System);
            while (!window.IsOver && await timer.WaitForNextTickAsync(cancel))
                await stream.OnNextAsync(NumberedItem.Create(published++, _padding));
        }
    }

    /// <summary>As much as goes: so many callers, each with one publish in flight.</summary>
    /// <returns>Items a second that came.</returns>
    public async Task<double> FlatOutAsync(string load, int callers, int batch, CancellationToken cancel)
    {
        var (stream, counter, subscription) = await SubscribeAsync();
        var window = new MeasuringWindow();
        var numbered = -1L;
        var items = new ItemsUnderWay(counter, underWay);
        var publishing = Enumerable.Range(0, callers).Select(_ => PublishAsync()).ToArray();
        await run.Bars.DelayAsync($"{provider}: warming up", WarmUp, cancel);
        var before = counter.Distinct;
        window.Open();
        await run.Bars.DelayAsync($"{provider}: {load}", TimeSpan.FromSeconds(seconds), cancel);
        window.Close();
        var come = counter.Distinct - before;
        await EndAsync(counter, subscription, (await Task.WhenAll(publishing)).Sum());
        return come / window.Duration.TotalSeconds;

        async Task<long> PublishAsync()
        {
            var published = 0L;
            while (!window.IsOver)
            {
                await items.AddAsync(batch, cancel);
                var next = new string[batch];
                for (var i = 0; i < batch; i++) next[i] = NumberedItem.Create(Interlocked.Increment(ref numbered), _padding);
                try
                {
                    await (batch == 1 ? stream.OnNextAsync(next[0]) : stream.OnNextBatchAsync(next));
                    published += batch;
                }
                catch (Exception) when (!cancel.IsCancellationRequested)
                {
                    // A provider whose queue is full says so in its own way.
                    Refused++;
                    await Task.Delay(RefusalPause, TimeProvider.System, cancel);
                }
            }

            return published;
        }
    }

    private async Task<(IAsyncStream<string> Stream, ItemCounter Counter, StreamSubscriptionHandle<string> Subscription)> SubscribeAsync()
    {
        var id = StreamId.Create("load", $"{Guid.NewGuid():N}-{++_loads}");
        var counter = new ItemCounter();
        var subscription = await subscriber.StreamProvider(provider).GetStream<string>(id).SubscribeAsync(counter);
        return (publisher.StreamProvider(provider).GetStream<string>(id), counter, subscription);
    }

    private async Task EndAsync(ItemCounter counter, StreamSubscriptionHandle<string> subscription, long published)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (counter.Distinct < published && TimeProvider.System.GetElapsedTime(started) < Patience)
            await Task.Delay(RefusalPause, TimeProvider.System);
        // What was refused may have been taken all the same.
        Lost += Math.Max(0, published - counter.Distinct);
        Repeated += counter.Repeated;
        await subscription.UnsubscribeAsync();
    }
}
