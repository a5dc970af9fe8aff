using OrleansSse.Load.Figures;
using OrleansSse.Load.Http;
using OrleansSse.Load.Targets;

namespace OrleansSse.Load.Scenarios;

/// <summary>What streams cost that nobody uses any more: rounds of new ones, each followed by the time in which they are to be forgotten.</summary>
internal sealed class ForgetScenario : Scenario
{
    private const int InParallel = 64;

    // Orleans looks once a minute for what may go, the gateway once a second.
    private static readonly TimeSpan DeactivateAfter = TimeSpan.FromSeconds(61);
    private static readonly TimeSpan Forgetting = DeactivateAfter + TimeSpan.FromSeconds(129);

    private static readonly string[] Environment = [$"EventStreams__DeactivateAfter={DeactivateAfter:c}", "Gateway__RelayLinger=00:00:01"];

    private readonly CountOption _streams = new("--streams", 20_000, "Streams of a round; an event is published to each, and a subscriber sees it.");
    private readonly CountOption _rounds = new("--rounds", 3, "Rounds; in the first two all that is made once is made, and what buffers and pools happen to hold weighs the less the more follow.", least: 3);

    public ForgetScenario()
        : base("forget", "Uses many streams for a moment, waits until none is in memory, and compares what gateway and silo hold after a collection, round by round.")
    {
        Add(_streams);
        Add(_rounds);
    }

    protected internal override async Task MeasureAsync(Run run, CancellationToken cancel)
    {
        using var silo = SiloProcess.StartMany(run.NewDirectory(), [.. Environment, .. run.Get(RunOptions.Environment)], 1)[0];
        await using var gateway = run.NewGateway(command: null, [.. Environment, .. silo.ClientEnvironment]);
        await using var alone = run.NewGateway(command: null, Environment);
        await run.StartAsync(gateway, "Starting a silo and its gateway", cancel);
        await run.StartAsync(alone, "Starting a gateway that is its own silo", cancel);
        // The first silo keeps its streams, which are nowhere else.
        Held[] all = [new("a gateway", gateway.Id), new("a gateway that is its own silo", alone.Id)];

        for (var round = 1; round <= run.Get(_rounds); round++)
        {
            foreach (var url in new[] { gateway.Url, alone.Url }) await UseAsync(run, new(run.Http, url), round, cancel);
            foreach (var process in all) run.Report.Measured($"{process.Name}, after use, round {round}", await process.MeasureAsync(cancel) / 1e6, "MB");
            await ForgetAsync(run, round, cancel);
            foreach (var process in all) run.Report.Measured($"{process.Name}, once forgotten, round {round}", await process.MeasureAsync(cancel) / 1e6, "MB");
        }

        foreach (var process in all)
            run.Report.Measured($"{process.Name}, for each stream that is forgotten", process.GrowthOfRound / run.Get(_streams), "B", "0");
    }

    private async Task UseAsync(Run run, StreamClient client, int round, CancellationToken cancel)
    {
        var used = 0;
        await run.Bars.WatchAsync($"Using streams, round {round}", run.Get(_streams), () => Volatile.Read(ref used), Parallel.ForAsync(
            0,
            run.Get(_streams),
            new ParallelOptions { MaxDegreeOfParallelism = InParallel, CancellationToken = cancel },
            async (number, stop) =>
            {
                await UseAsync(run, client, run.StreamName($"forget-{round}-{number}"), stop);
                Interlocked.Increment(ref used);
            }));
    }

    private static async Task UseAsync(Run run, StreamClient client, string stream, CancellationToken cancel)
    {
        await client.PublishAsync(stream, ["one"], cancel);
        using var response = await run.Http.GetAsync(client.FromEarliest(stream), HttpCompletionOption.ResponseHeadersRead, cancel);
        await using var events = await response.Content.ReadAsStreamAsync(cancel);
        using var lines = new StreamReader(events);
        while (await lines.ReadLineAsync(cancel) is { } line)
        {
            if (line.StartsWith("data:", StringComparison.Ordinal)) return;
        }

        throw new RunFailedException($"The subscription to {stream} ended before its event came.");
    }

    private static async Task ForgetAsync(Run run, int round, CancellationToken cancel)
    {
        var started = TimeProvider.System.GetTimestamp();
        await run.Bars.WatchAsync(
            $"Forgetting them, round {round}",
            (int)Forgetting.TotalSeconds,
            () => (int)TimeProvider.System.GetElapsedTime(started).TotalSeconds,
            Task.Delay(Forgetting, TimeProvider.System, cancel));
    }

    /// <summary>What a process holds: in each round after the use of streams, and once they are forgotten.</summary>
    private sealed class Held(string name, int processId)
    {
        private readonly List<long> _bytes = [];

        public string Name => name;

        /// <summary>By how much more it holds after each round, since all that is made once was made in the first two. Bytes.</summary>
        public double GrowthOfRound => (_bytes[^1] - _bytes[3]) / ((_bytes.Count / 2.0) - 2);

        public async Task<long> MeasureAsync(CancellationToken cancel)
        {
            _bytes.Add(await ManagedHeap.CollectAsync(processId, cancel));
            return _bytes[^1];
        }
    }
}
