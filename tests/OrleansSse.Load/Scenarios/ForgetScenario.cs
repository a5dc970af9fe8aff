using OrleansSse.Load.Figures;
using OrleansSse.Load.Http;

namespace OrleansSse.Load.Scenarios;

/// <summary>What streams cost that nobody uses any more: rounds of new ones, each followed by the time in which they are to be forgotten.</summary>
internal sealed class ForgetScenario : Scenario
{
    private const int InParallel = 64;

    // Orleans looks once a minute for what may go, the gateway once a second.
    private static readonly TimeSpan DeactivateAfter = TimeSpan.FromSeconds(61);
    private static readonly TimeSpan Forgetting = DeactivateAfter + TimeSpan.FromSeconds(129);

    private readonly CountOption _streams = new("--streams", 20_000, "Streams of a round; an event is published to each, and a subscriber sees it.");
    private readonly CountOption _rounds = new("--rounds", 3, "Rounds; the first two make the process as large as it gets.", least: 3);

    public ForgetScenario()
        : base("forget", "Uses many streams for a moment, waits until none is in memory, and compares the memory of the gateway and its silo round by round.")
    {
        Add(_streams);
        Add(_rounds);
    }

    protected internal override async Task MeasureAsync(Run run, CancellationToken cancel)
    {
        await using var gateway = run.NewGateway(environment:
        [
            $"EventStreams__DeactivateAfter={DeactivateAfter:c}", "Gateway__RelayLinger=00:00:01",
            // What is resident is then what is used, as far as the collector can tell.
            "DOTNET_GCConserveMemory=9",
        ]);
        await run.StartAsync(gateway, "Starting the gateway", cancel);
        var client = new StreamClient(run.Http, gateway.Url);

        var resident = new List<long>();
        for (var round = 1; round <= run.Get(_rounds); round++)
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
            run.Report.Measured($"resident after use, round {round}", Resident(gateway.Id) / 1e6, "MB");
            var started = TimeProvider.System.GetTimestamp();
            await run.Bars.WatchAsync(
                $"Forgetting them, round {round}",
                (int)Forgetting.TotalSeconds,
                () => (int)TimeProvider.System.GetElapsedTime(started).TotalSeconds,
                Task.Delay(Forgetting, TimeProvider.System, cancel));
            resident.Add(Resident(gateway.Id));
            run.Report.Measured($"resident once forgotten, round {round}", resident[^1] / 1e6, "MB");
        }

        run.Report.Measured("kept for each stream that is forgotten", (resident[^1] - resident[^2]) / (double)run.Get(_streams), "B", "0");
    }

    private static long Resident(int process) => ProcessUsage.Of([process]).ResidentBytes;

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
}
