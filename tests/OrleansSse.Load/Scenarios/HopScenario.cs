using System.CommandLine;
using OrleansSse.Load.Targets;

namespace OrleansSse.Load.Scenarios;

/// <summary>
/// What the way through the silos costs: from a publish at one client of the cluster to the relay at another, over streams in memory.
/// </summary>
internal sealed class HopScenario : Scenario
{
    private readonly CountOption _seconds = new("--seconds", 8, "How long to measure each load.");
    private readonly CountOption _rate = new("--rate", 100, "Events a second of the calm load.");
    private readonly CountOption _batch = new("--batch", 256, "Events a batch.");
    private readonly CountOption _inFlight = new("--in-flight", 512, "Single publishes in flight.");
    private readonly CountOption _streams = new("--streams", 16, "Streams over which the last load is spread.");
    private readonly CountOption _size = new("--size", 128, "Bytes of data an event.", least: 16);
    private readonly Option<int[]> _silos = new("--silos")
    {
        Description = "Silo processes, each number measured after the other.",
        HelpName = "N",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [1, 2, 4],
    };

    public HopScenario()
        : base("hop", "Publishes at one client of a cluster and follows at another: latency, events a second, and CPU by the number of silos.")
    {
        Add(_silos);
        Add(_seconds);
        Add(_rate);
        Add(_batch);
        Add(_inFlight);
        Add(_streams);
        Add(_size);
    }

    protected internal override async Task MeasureAsync(Run run, CancellationToken cancel)
    {
        var broken = 0L;
        foreach (var count in run.Get(_silos)) broken += await MeasureAsync(run, count, cancel);
        run.Report.Checked("an event lost, repeated or out of order on its way", broken);
    }

    private async Task<long> MeasureAsync(Run run, int count, CancellationToken cancel)
    {
        var silos = SiloProcess.StartMany(run.NewDirectory(), run.Get(RunOptions.Environment), count);
        try
        {
            await using var publisher = await run.Bars.WaitAsync($"Starting {count} silos", SiloClient.ConnectAsync(silos, cancel));
            await using var follower = await SiloClient.ConnectAsync(silos, cancel);
            var load = new HopLoad(run, silos, publisher, follower, run.Get(_size), run.Get(_seconds), count);
            await load.CalmAsync(run.Get(_rate), cancel);
            await load.FlatOutAsync("batches on one stream", streams: 1, callers: 4, run.Get(_batch), "≥ 200,000", cancel);
            await load.FlatOutAsync("singles on one stream", streams: 1, run.Get(_inFlight), batch: 1, "≥ 20,000", cancel);
            await load.FlatOutAsync($"singles on {run.Get(_streams)} streams", run.Get(_streams), run.Get(_inFlight), batch: 1, goal: null, cancel);
            return load.Broken;
        }
        finally
        {
            foreach (var silo in silos) silo.Dispose();
        }
    }
}
