using System.Globalization;
using Xunit.Sdk;

namespace OrleansSse.Grains.Tests.Model;

public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int Runs = 100;
    private const int Steps = 300;

    [Fact]
    public void Whatever_happens_ids_are_unique_and_nothing_acknowledged_is_missing()
    {
        var first = Random.Shared.Next();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Seeds from {first}."));
        for (var seed = first; seed < first + Runs; seed++) Run(seed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void So_it_is_also_with_seeds_that_never_change(int seed) => Run(seed);

    private static void Run(int seed)
    {
        var random = new Random(seed);
        int[] steps = [.. Enumerable.Range(0, Steps).Select(_ => random.Next())];
        if (TryRun(seed, steps, out _) is null) return;

        steps = Shrink(seed, steps);
        var failure = TryRun(seed, steps, out var log);
        throw new XunitException($"Seed {seed}, shrunk to {steps.Length} steps:\n{string.Join('\n', log)}\n{failure}");
    }

    // Leaves out ever smaller parts as long as it fails without them, within a bounded number of attempts.
    private static int[] Shrink(int seed, int[] steps)
    {
        var attempts = 0;
        for (var size = steps.Length / 2; size > 0; size /= 2)
        {
            for (var start = 0; start < steps.Length && attempts < 300; attempts++)
            {
                int[] rest = [.. steps[..start], .. steps[Math.Min(start + size, steps.Length)..]];
                if (TryRun(seed, rest, out _) is null) start += size;
                else steps = rest;
            }
        }

        return steps;
    }

    private static Exception? TryRun(int seed, int[] steps, out List<string> log)
    {
        var simulation = new Simulation(seed);
        log = simulation.Log;
        try
        {
            Turns.Run(async () =>
            {
                foreach (var step in steps) await simulation.StepAsync(step);
                await simulation.FinishAsync(new Random(seed));
            });
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
}
