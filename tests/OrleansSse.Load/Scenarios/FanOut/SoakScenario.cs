using System.Globalization;
using OrleansSse.Load.Figures;
using OrleansSse.Load.Subscribers;

namespace OrleansSse.Load.Scenarios.FanOut;

/// <summary>Whether a server's memory stays as it is while subscribers come and go.</summary>
internal sealed class SoakScenario : FanOutScenario
{
    private const double MebiByte = 1024 * 1024;

    // Reconnects are spread over the second, as those of many browsers are.
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    private readonly CountOption _connections = new("--connections", 10_000, "Subscribers.");
    private readonly CountOption _reconnects = new("--reconnects", 100, "So many of them resume on a new connection each second.", least: 0);
    private readonly CountOption _size = new("--size", 128, "Bytes of data an event.", least: EventPayload.MinSize);
    private readonly CountOption _rate = new("--rate", 2, "Events a second.");
    private readonly CountOption _seconds = new("--seconds", 600, "How long.", least: 20);

    public SoakScenario()
        : base("soak", "Publishes at a calm pace to many subscribers, of which some reconnect all the time.", new Dictionary<string, string>())
    {
        Add(_connections);
        Add(_reconnects);
        Add(_size);
        Add(_rate);
        Add(_seconds);
    }

    /// <inheritdoc />
    protected override LoadShape ShapeOf(Run run) => new(run.Get(_connections), run.Get(_size));

    /// <inheritdoc />
    protected override async Task MeasureAsync(Run run, FanOutLoad load, Sample sample, CancellationToken cancel)
    {
        var rate = run.Get(_rate);
        await load.ConnectAsync(cancel, comeBack: true);
        await load.AddMemoryAsync(sample, "connected", cancel);
        await load.PublishAsync("first event", events: 1, rate: 0, cancel);

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var reconnecting = ReconnectAsync(run, load.Crowd, enough.Token);
        var looking = LookAsync(load, enough.Token);
        var phase = await load.PublishAsync("soaking", rate * run.Get(_seconds), rate, cancel);
        await enough.CancelAsync();
        sample.Add("reconnected", await reconnecting, "");
        sample.Add("closed by the server besides", load.Crowd.Ended, "");
        phase.AddTo(sample);
        sample.Add(Phase.LatencyName, phase.Latency);
        AddMemory(run, sample, await looking);
    }

    private async Task<long> ReconnectAsync(Run run, SubscriberCrowd crowd, CancellationToken enough)
    {
        using var timer = new PeriodicTimer(Turn, TimeProvider.System);
        var (started, reconnected) = (TimeProvider.System.GetTimestamp(), 0L);
        while (await TicksAsync(timer, enough))
        {
            var due = TimeProvider.System.GetElapsedTime(started).TotalSeconds * run.Get(_reconnects);
            for (; reconnected < due; reconnected++) crowd.Reopen(Random.Shared.Next(crowd.Count));
        }

        return reconnected;
    }

    private static async Task<IReadOnlyList<double>> LookAsync(FanOutLoad load, CancellationToken enough)
    {
        using var timer = new PeriodicTimer(Look, TimeProvider.System);
        var memory = new List<double>();
        while (await TicksAsync(timer, enough))
        {
            if (load.Server.Usage is { } usage) memory.Add(usage.ResidentBytes / MebiByte);
        }

        return memory;
    }

    private void AddMemory(Run run, Sample sample, IReadOnlyList<double> memory)
    {
        if (memory.Count < 4) return;
        var quarter = memory.Count / 4;
        var (second, last) = (memory.Skip(quarter).Take(quarter).Average(), memory.TakeLast(quarter).Average());
        sample.Add("memory, second quarter", second, "MiB");
        sample.Add("memory, last quarter", last, "MiB");
        sample.Add("growth between these", 100 * (last - second) / second, "%");
        run.Report.Noted($"{Name}: MiB every {Look.TotalSeconds:N0} s: {string.Join(' ', memory.Select(static value => value.ToString("N0", CultureInfo.InvariantCulture)))}");
    }

    private static async Task<bool> TicksAsync(PeriodicTimer timer, CancellationToken enough)
    {
        try
        {
            return await timer.WaitForNextTickAsync(enough);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
