using System.CommandLine;
using System.Net.Sockets;
using OrleansSse.Load.Figures;
using OrleansSse.Load.Targets;
using Spectre.Console;

namespace OrleansSse.Load;

/// <summary>
/// A scenario is a command: its options, and what it measures. The exit code is 0 when every check passed, 1 when one
/// did not, 2 when it could not be run to the end, 130 when it was stopped.
/// </summary>
internal abstract class Scenario : Command
{
    /// <summary>The exit code when there is nothing to report.</summary>
    public const int CouldNotRun = 2;

    private const int CheckFailed = 1;
    private const int WidthOfFiles = 120;
    private const int Stopped = 130;

    protected Scenario(string name, string description)
        : base(name, description) => SetAction(RunAsync);

    /// <summary>Runs the scenario: figures and checks go into the run's report.</summary>
    protected internal abstract Task MeasureAsync(Run run, CancellationToken cancel);

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancel)
    {
        // Progress has stderr for itself, so that the table can be piped.
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) });
        var report = new Report(string.Join(' ', arguments.Tokens.Select(token => token.Value)));
        using var directory = new RunDirectory(
            arguments.GetValue(RunOptions.Directory)!, "orleans-sse-load", arguments.GetValue(RunOptions.Keep));
        try
        {
            await ProgressBars.ShowAsync(console, async bars =>
            {
                using var run = new Run(arguments, report, bars, directory);
                await MeasureAsync(run, cancel);
            });
            if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = WidthOfFiles;
            ReportTable.Write(report, AnsiConsole.Console);
            if (arguments.GetValue(RunOptions.Json) is { } file) await ReportJson.WriteAsync(report, file, cancel);
            return Verdict(report, directory);
        }
        catch (Exception) when (cancel.IsCancellationRequested)
        {
            Console.Error.WriteLine("Stopped.");
            return Stopped;
        }
        catch (Exception e) when (e is HttpRequestException or SocketException)
        {
            return Fail($"The gateway no longer answers: {e.Message}");
        }
        catch (Exception e) when (e is RunFailedException or IOException or UnauthorizedAccessException)
        {
            return Fail(e.Message);
        }
        finally
        {
            if (directory.IsKept) Console.Error.WriteLine($"Data and log of the gateway are in {directory.Path}");
        }

        int Fail(string why)
        {
            directory.Keep();
            Console.Error.WriteLine(why);
            return CouldNotRun;
        }
    }

    private static int Verdict(Report report, RunDirectory directory)
    {
        if (report.Passed) return 0;
        directory.Keep();
        return CheckFailed;
    }
}
