using System.CommandLine;
using OrleansSse.Faults.Injection;
using OrleansSse.Faults.Reporting;
using OrleansSse.Load;
using OrleansSse.Load.Figures;
using OrleansSse.Load.Targets;
using Spectre.Console;

namespace OrleansSse.Faults;

/// <summary>
/// The command. The exit code is 0 when every promise was kept, 1 when one was broken, 2 when it could not be run to the
/// end, 130 when it was stopped.
/// </summary>
internal sealed class FaultsCommand : RootCommand
{
    private const int Kept = 0, Broken = 1, CouldNotRun = 2, Stopped = 130;

    private readonly CountOption _minutes = new("--minutes", 10, "Go on with faults until this long has passed.", least: 0);
    private readonly CountOption _subscribers = new("--subscribers", 300, "Subscribers, spread over streams and gateways.");
    private readonly CountOption _streams = new("--streams", 20, "Streams.");
    private readonly CountOption _publishers = new("--publishers", 40, "Publishers, each with one event in flight, repeated until acknowledged.");
    private readonly CountOption _pause = new("--pause", 200, "Milliseconds that a publisher rests after each event.", least: 0);
    private readonly Option<string[]> _only = new("--only")
    {
        Description = $"Only these faults: {string.Join(", ", FaultCatalog.All.Keys)}.",
        HelpName = "FAULT,...",
        DefaultValueFactory = _ => [.. FaultCatalog.All.Keys],
        CustomParser = result =>
        {
            var names = result.Tokens.SelectMany(token => token.Value.Split(',')).ToArray();
            foreach (var name in names.Where(name => !FaultCatalog.All.ContainsKey(name))) result.AddError($"--only: there is no fault '{name}'.");
            return names;
        },
    };
    private readonly Option<int> _seed = new("--seed")
    {
        Description = "Repeats the order and the moments of an earlier run; by default they are new ones.",
        HelpName = "N",
        DefaultValueFactory = _ => Random.Shared.Next(),
    };

    public FaultsCommand()
        : base("Breaks a cluster of silos and gateways under load in every way it knows, and checks that no subscriber loses anything.")
    {
        Option[] options = [_seed, _minutes, _only, _subscribers, _streams, _publishers, _pause, RunOptions.Json, RunOptions.Directory, RunOptions.Keep];
        foreach (var option in options) Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancel)
    {
        var seed = arguments.GetValue(_seed);
        var report = new Report(string.Join(' ', arguments.Tokens.Select(token => token.Value)));
        report.Noted($"Seed: {seed}");
        Console.Error.WriteLine($"Seed: {seed}");
        using var directory = new RunDirectory(arguments.GetValue(RunOptions.Directory)!, "orleans-sse-faults", arguments.GetValue(RunOptions.Keep));
        var exitCode = CouldNotRun;
        try
        {
            exitCode = await RunAsync(arguments, seed, report, directory, cancel);
        }
        catch (Exception) when (cancel.IsCancellationRequested)
        {
            Console.Error.WriteLine("Stopped.");
            return Stopped;
        }
        catch (RunFailedException e)
        {
            Console.Error.WriteLine(e.Message);
        }
        finally
        {
            if (exitCode != Kept) directory.Keep();
            if (directory.IsKept) Console.Error.WriteLine($"The logs of all processes are in {directory.Path}");
        }

        return exitCode;
    }

    private async Task<int> RunAsync(ParseResult arguments, int seed, Report report, RunDirectory directory, CancellationToken cancel)
    {
        var streams = arguments.GetValue(_streams);
        var size = new TrafficSize(
            streams,
            Math.Max(streams, arguments.GetValue(_subscribers)),
            Math.Max(streams, arguments.GetValue(_publishers)),
            arguments.GetValue(_pause));
        await using var suite = new FaultSuite(Directory.CreateDirectory(directory.Path), size);
        await suite.StartAsync(report, cancel);

        var faults = arguments.GetValue(_only)!.Select(name => FaultCatalog.All[name]).ToList();
        var outcomes = await RunAsync(suite, new(seed, faults), TimeSpan.FromMinutes(arguments.GetValue(_minutes)), cancel);
        var broken = outcomes[^1].Broken;
        if (broken.None) broken = await suite.CheckAsync(cancel);

        suite.Describe(report);
        broken.AddTo(report);
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, OutcomeTable.Width);
        OutcomeTable.Write(outcomes, AnsiConsole.Console);
        ReportTable.Write(report, AnsiConsole.Console);
        if (arguments.GetValue(RunOptions.Json) is { } file) await ReportJson.WriteAsync(report, file, cancel, outcomes);
        return broken.None ? Kept : Broken;
    }

    /// <summary>Follows the plan until the time is over, or a promise is broken: then the logs end with what broke it.</summary>
    private static async Task<List<Outcome>> RunAsync(FaultSuite suite, FaultPlan plan, TimeSpan duration, CancellationToken cancel)
    {
        var started = TimeProvider.System.GetTimestamp();
        var outcomes = new List<Outcome>();
        foreach (var (fault, random) in plan.Follow())
        {
            var outcome = await suite.RunAsync(fault, random, cancel);
            outcomes.Add(outcome);
            Console.Error.WriteLine($"{TimeProvider.System.GetUtcNow():HH:mm:ss} {OutcomeTable.Line(outcome)}");
            if (!outcome.Broken.None || TimeProvider.System.GetElapsedTime(started) >= duration) break;
        }

        return outcomes;
    }
}
