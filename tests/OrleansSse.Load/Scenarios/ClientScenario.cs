using System.Globalization;
using OrleansSse.Client;
using OrleansSse.Load.Figures;
using OrleansSse.Load.Targets;

namespace OrleansSse.Load.Scenarios;

/// <summary>What one publisher gets through the client API into a stream in the memory of a silo in another process.</summary>
internal sealed class ClientScenario : Scenario
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    private readonly CountOption _seconds = new("--seconds", 5, "How long to measure each load.");
    private readonly CountOption _size = new("--size", 128, "Bytes of data an event.");

    public ClientScenario()
        : base("client", "Publishes through the client API to a silo in another process: one event at a time, many in flight, and batches.")
    {
        Add(_seconds);
        Add(_size);
    }

    protected internal override async Task MeasureAsync(Run run, CancellationToken cancel)
    {
        var silos = SiloProcess.StartMany(run.NewDirectory(), run.Get(RunOptions.Environment), 1);
        try
        {
            await using var client = await run.Bars.WaitAsync("Starting a silo", SiloClient.ConnectAsync(silos, cancel));
            var broken = await MeasureAsync(run, client, silos, "one event at a time", callers: 1, batch: 1, "≥ 5,000", cancel);
            broken += await MeasureAsync(run, client, silos, "single events, 512 in flight", callers: 512, batch: 1, "≥ 50,000", cancel);
            broken += await MeasureAsync(run, client, silos, "batches of 64, one at a time", callers: 1, batch: 64, "≥ 500,000", cancel);
            broken += await MeasureAsync(run, client, silos, "batches of 64, 16 in flight", callers: 16, batch: 64, "≥ 500,000", cancel);
            run.Report.Checked("an event acknowledged and not stored, or stored twice", broken);
        }
        finally
        {
            foreach (var silo in silos) silo.Dispose();
        }
    }

    private async Task<long> MeasureAsync(
        Run run, SiloClient client, IReadOnlyList<SiloProcess> silos, string load, int callers, int batch, string goal, CancellationToken cancel)
    {
        var stream = client.Grains.GetEventStream(run.StreamName(string.Create(CultureInfo.InvariantCulture, $"client-{callers}-{batch}")));
        EventData[] events = [.. Enumerable.Repeat(new EventData(new string('x', run.Get(_size))), batch)];
        var (published, measured) = (0L, 0L);
        var window = new MeasuringWindow();
        var publishing = Enumerable.Range(0, callers).Select(_ => Task.Run(PublishAsync, cancel)).ToArray();
        await run.Bars.DelayAsync($"Warming up: {load}", WarmUp, cancel);
        var (server, tool) = (ProcessUsage.Of(silos.Select(static silo => silo.Id)), Environment.CpuUsage.TotalTime);
        window.Open();
        await run.Bars.DelayAsync(load, TimeSpan.FromSeconds(run.Get(_seconds)), cancel);
        window.Close();
        var (used, own) = (ProcessUsage.Of(silos.Select(static silo => silo.Id)) - server, Environment.CpuUsage.TotalTime - tool);
        await Task.WhenAll(publishing);

        run.Report.Measured(load, measured / window.Duration.TotalSeconds, "events/s", goal);
        run.Report.Measured($"{load}, CPU of the silo", used.Cpu.TotalMicroseconds / measured, "µs/event");
        run.Report.Measured($"{load}, CPU of the client", own.TotalMicroseconds / measured, "µs/event");
        return Math.Abs(published - (await stream.GetInfoAsync(cancel)).Last.Sequence);

        async Task PublishAsync()
        {
            while (!window.IsOver)
            {
                var result = await (batch == 1 ? stream.PublishAsync(events[0], cancellationToken: cancel) : stream.PublishAsync(events, cancellationToken: cancel));
                Interlocked.Add(ref published, result.Count);
                if (window.IsOpen) Interlocked.Add(ref measured, result.Count);
            }
        }
    }
}
