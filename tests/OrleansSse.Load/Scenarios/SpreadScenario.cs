using OrleansSse.Load.Figures;
using OrleansSse.Load.Targets;

namespace OrleansSse.Load.Scenarios;

/// <summary>How evenly many streams lie on the silos of a cluster, and what one takes there.</summary>
internal sealed class SpreadScenario : Scenario
{
    private const int Publishers = 64;
    private const string StreamGrain = "EventStreamGrain";

    private readonly CountOption _silos = new("--silos", 3, "Silo processes.");
    private readonly CountOption _streams = new("--streams", 100_000, "Streams; one event is published to each.");

    public SpreadScenario()
        : base("spread", "Publishes to many streams of a cluster, and counts how many each silo has.")
    {
        Add(_silos);
        Add(_streams);
    }

    protected internal override async Task MeasureAsync(Run run, CancellationToken cancel)
    {
        var silos = SiloProcess.StartMany(run.NewDirectory(), run.Get(RunOptions.Environment), run.Get(_silos));
        try
        {
            await using var client = await run.Bars.WaitAsync($"Starting {silos.Count} silos", SiloClient.ConnectAsync(silos, cancel));
            var before = ProcessUsage.Of(silos.Select(static silo => silo.Id));
            await PublishAsync(run, client, cancel);
            var used = ProcessUsage.Of(silos.Select(static silo => silo.Id)) - before;

            var statistics = await client.Grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics(cancel);
            var counts = statistics
                .Where(static grain => grain.GrainType.Contains(StreamGrain, StringComparison.Ordinal))
                .GroupBy(static grain => grain.SiloAddress)
                .Select(static silo => silo.Sum(static grain => grain.ActivationCount))
                .ToArray();
            var even = counts.Sum() / (double)silos.Count;
            run.Report.Measured("streams", counts.Sum(), "streams");
            foreach (var (count, number) in counts.Select(static (count, index) => (count, index + 1)))
                run.Report.Measured($"of these on silo {number}, from even", 100 * (count - even) / even, "%", "± 15");
            run.Report.Measured("memory of the silos, for each active stream", used.ResidentBytes / even / silos.Count, "B");
            run.Report.Checked("a stream that is nowhere, or on two silos", Math.Abs(run.Get(_streams) - counts.Sum()));
        }
        finally
        {
            foreach (var silo in silos) silo.Dispose();
        }
    }

    private async Task PublishAsync(Run run, SiloClient client, CancellationToken cancel)
    {
        var next = 0;
        var published = 0;
        var all = Task.WhenAll(Enumerable.Range(0, Publishers).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var number && number <= run.Get(_streams))
            {
                await client.Publisher.PublishAsync(StreamName.Parse(run.StreamName($"spread-{number}")), new([new("one")]), cancel);
                Interlocked.Increment(ref published);
            }
        }));
        await run.Bars.WatchAsync("Publishing", run.Get(_streams), () => Volatile.Read(ref published), all);
    }
}
