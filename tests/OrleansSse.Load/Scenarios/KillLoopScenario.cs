using System.CommandLine;
using OrleansSse.Load.Checks;
using OrleansSse.Load.Figures;
using OrleansSse.Load.Http;
using OrleansSse.Load.Targets;

namespace OrleansSse.Load.Scenarios;

/// <summary>Whether a subscriber sees every acknowledged event once, in order, while the gateway is killed again and again.</summary>
internal sealed class KillLoopScenario : Scenario
{
    private const int LeastLife = 200, MostLife = 3_000;

    // A repeated event would come after the last one.
    private static readonly TimeSpan Aftermath = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan PublishLimit = TimeSpan.FromSeconds(60);

    private readonly CountOption _kills = new("--kills", 10, "How often to kill the gateway.");
    private readonly CountOption _publishers = new("--publishers", 4, "Publishers, each with one event in flight, repeated until acknowledged.");
    private readonly CountOption _pause = new("--pause", 5, "Milliseconds that a publisher rests after each event.", least: 0);
    private readonly CountOption _size = new("--size", 128, "Bytes of data an event.", least: TaggedData.MinSize);
    private readonly Option<int> _seed = new("--seed")
    {
        Description = "Repeats the moments of an earlier run; by default they are new ones.",
        HelpName = "N",
        DefaultValueFactory = _ => Random.Shared.Next(),
    };

    public KillLoopScenario()
        : base("kill-loop", "Kills the gateway with SIGKILL at random moments while events are published and a subscriber reads.")
    {
        Add(_kills);
        Add(_publishers);
        Add(_pause);
        Add(_size);
        Add(_seed);
    }

    protected internal override async Task MeasureAsync(Run run, CancellationToken cancel)
    {
        var seed = run.Get(_seed);
        run.Report.Noted($"Seed: {seed}");
        await using var gateway = run.NewGateway();
        await run.StartAsync(gateway, $"Starting the gateway (seed {seed})", cancel);
        var client = new StreamClient(run.Http, gateway.Url);
        var stream = run.StreamName("kill-loop");
        var retention = await client.KeepMostAsync(stream, run.Report, cancel);

        await using var subscriber = new Subscriber(run.Http, [client.EventsOf(stream)]);
        await subscriber.BegunAsync(cancel);
        var insistent = new InsistentClient([client], PublishLimit);
        var publishers = Enumerable.Range(1, run.Get(_publishers))
            .Select(number => new InsistentPublisher(insistent, stream, number, run.Get(_size), run.Get(_pause)))
            .ToList();
        var restarts = await PublishAndKillAsync(run, gateway, publishers, new(seed), cancel);

        var acknowledged = publishers.SelectMany(publisher => publisher.Acknowledged).ToList();
        var last = acknowledged.Max(published => published.Id.Sequence);
        await run.WatchAsync("Following to the end", subscriber, last, cancel);
        await using var reader = new Subscriber(run.Http, [client.FromEarliest(stream)]);
        await run.WatchAsync("Reading back", reader, last, cancel);
        await Task.Delay(Aftermath, TimeProvider.System, cancel);

        run.Report.Measured("kills", restarts.Count, "kills");
        run.Report.Measured("acknowledged", acknowledged.Count, "events");
        run.Report.Measured("publishes tried again", insistent.Failures.Values.Sum(), "publishes");
        run.Report.Measured("connections of the subscriber", subscriber.Connections, "connections");
        run.Report.MeasuredFew("ready again", restarts, "< 5,000");
        var (seen, stored) = (await subscriber.EndAsync(), await reader.EndAsync());
        var broken = seen.Against(acknowledged) + stored.Against(acknowledged, stored.FirstOwed(retention));
        broken.AddTo(run.Report);
        run.Report.Checked($"an event not acknowledged within {PublishLimit.TotalSeconds:N0} s", publishers.Sum(publisher => publisher.GivenUp));
    }

    private async Task<Histogram> PublishAndKillAsync(
        Run run, GatewayProcess gateway, List<InsistentPublisher> publishers, Random random, CancellationToken cancel)
    {
        var publishing = Task.WhenAll(publishers.Select(publisher => publisher.RunAsync(cancel)));
        var restarts = new Histogram();
        await run.Bars.WatchAsync("Killing", run.Get(_kills), () => restarts.Count, KillAsync());
        publishers.ForEach(publisher => publisher.Stop());
        await publishing;
        return restarts;

        async Task KillAsync()
        {
            await LiveAsync();
            while (restarts.Count < run.Get(_kills))
            {
                await gateway.KillAsync();
                restarts.Record(await gateway.StartAsync(cancel));
                await LiveAsync();
            }
        }

        async Task LiveAsync()
        {
            var life = Task.Delay(TimeSpan.FromMilliseconds(random.Next(LeastLife, MostLife)), TimeProvider.System, cancel);
            await await Task.WhenAny(life, publishing);
        }
    }
}
