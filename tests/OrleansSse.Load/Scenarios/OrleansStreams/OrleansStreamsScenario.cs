using OrleansSse.Client.OrleansStreams;
using OrleansSse.Load.Targets;

namespace OrleansSse.Load.Scenarios.OrleansStreams;

/// <summary>Event streams as an Orleans stream provider beside Orleans' own streams in memory: the same items, the same silo, in turn.</summary>
internal sealed class OrleansStreamsScenario : Scenario
{
    private const string MemoryStreams = "MemoryStreams";

    // Orleans' own configuration keys, so that the silo needs no code for this. Flat out, a subscriber that loses a moment would find
    // what it lacks dropped already by the usual retention.
    private static readonly string[] SiloSettings =
    [
        "EventStreams__Retention__MaxEvents=65536",
        "EventStreams__Retention__MaxBytes=67108864",
        $"Orleans__Streaming__{MemoryStreams}__ProviderType=Memory",
        "Orleans__GrainStorage__PubSubStore__ProviderType=Memory",
    ];

    private readonly CountOption _seconds = new("--seconds", 8, "How long to measure each load.");
    private readonly CountOption _rate = new("--rate", 50, "Items a second of the calm load.");
    private readonly CountOption _inFlight = new("--in-flight", 512, "Single publishes in flight.");
    private readonly CountOption _batch = new("--batch", 64, "Items a batch.");
    private readonly CountOption _batches = new("--batches", 16, "Batches in flight.");
    private readonly CountOption _underWay = new("--under-way", 32_768, "Items by which publishers may be ahead of the subscriber.");
    private readonly CountOption _size = new("--size", 128, "Characters an item.", least: NumberedItem.HeadLength);

    public OrleansStreamsScenario()
        : base("orleans-streams", "Publishes and subscribes through the stream provider of event streams and through Orleans' memory streams, in turn.")
    {
        Add(_seconds);
        Add(_rate);
        Add(_inFlight);
        Add(_batch);
        Add(_batches);
        Add(_underWay);
        Add(_size);
    }

    protected internal override async Task MeasureAsync(Run run, CancellationToken cancel)
    {
        var silos = SiloProcess.StartMany(run.NewDirectory(), [.. SiloSettings, .. run.Get(RunOptions.Environment)], 1);
        try
        {
            await using var publisher = await run.Bars.WaitAsync("Starting a silo", SiloClient.ConnectAsync(silos, cancel, MemoryStreams));
            await using var subscriber = await SiloClient.ConnectAsync(silos, cancel, MemoryStreams);
            ProviderLoad ours = LoadOf(EventStreamProvider.ProviderName), theirs = LoadOf(MemoryStreams);

            var (ourAges, theirAges) = (await ours.CalmAsync(run.Get(_rate), cancel), await theirs.CalmAsync(run.Get(_rate), cancel));
            Compare(run, "publish to subscriber, p50", "ms", "≤ 0.02", ourAges.Percentile(0.5).TotalMilliseconds, theirAges.Percentile(0.5).TotalMilliseconds);
            Compare(run, "publish to subscriber, p99", "ms", goal: null, ourAges.Percentile(0.99).TotalMilliseconds, theirAges.Percentile(0.99).TotalMilliseconds);
            await FlatOutAsync("single items", run.Get(_inFlight), batch: 1);
            await FlatOutAsync($"batches of {run.Get(_batch)}", run.Get(_batches), run.Get(_batch));
            Compare(run, "publishes refused", "{publish}", goal: null, ours.Refused, theirs.Refused);
            Compare(run, "items lost", "{item}", goal: null, ours.Lost, theirs.Lost);
            Compare(run, "items repeated", "{item}", goal: null, ours.Repeated, theirs.Repeated);
            run.Report.Checked("an item lost or repeated by event streams", ours.Lost + ours.Repeated);

            ProviderLoad LoadOf(string provider) => new(run, provider, publisher, subscriber, run.Get(_size), run.Get(_underWay), run.Get(_seconds));

            async Task FlatOutAsync(string load, int callers, int batch) => Compare(
                run, load, "items/s", "≥ 10", await ours.FlatOutAsync(load, callers, batch, cancel), await theirs.FlatOutAsync(load, callers, batch, cancel));
        }
        finally
        {
            foreach (var silo in silos) silo.Dispose();
        }
    }

    private static void Compare(Run run, string what, string unit, string? goal, double ours, double theirs)
    {
        run.Report.Measured($"{what}: event streams", ours, unit);
        run.Report.Measured($"{what}: memory streams", theirs, unit);
        if (goal is not null) run.Report.Measured($"{what}: ratio", ours / theirs, "×", goal);
    }
}
