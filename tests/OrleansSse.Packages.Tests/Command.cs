using System.Diagnostics;
using System.Text;

namespace OrleansSse.Packages.Tests;

/// <summary>Runs a program to its end.</summary>
internal static class Command
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>What it said; fails if it failed.</summary>
    public static async Task<string> RunAsync(string directory, params string[] arguments)
    {
        var said = new StringBuilder();
        using var process = new Process
        {
            StartInfo = new("dotnet", arguments) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true },
        };
        process.OutputDataReceived += (_, line) => Add(said, line.Data);
        process.ErrorDataReceived += (_, line) => Add(said, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"The end of 'dotnet {string.Join(' ', arguments)}', which said:\n{Text(said)}");
        }

        Assert.True(process.ExitCode == 0, $"'dotnet {string.Join(' ', arguments)}' failed. It said:\n{Text(said)}");
        return Text(said);
    }

    private static void Add(StringBuilder said, string? line)
    {
        if (line is null) return;
        lock (said) said.Append(line).Append('\n');
    }

    private static string Text(StringBuilder said)
    {
        lock (said) return said.ToString();
    }
}
