using System.Diagnostics;

namespace OrleansSse.Hosting.Tests;

/// <summary>The built silo or gateway, run with settings that have it end by itself.</summary>
internal static class HostProgram
{
    /// <summary>Runs it to its end; returns its exit code and what it wrote as errors.</summary>
    /// <param name="name"><c>Silo</c> or <c>Gateway</c>.</param>
    /// <param name="arguments">Its command line.</param>
    public static async Task<(int ExitCode, string Errors)> RunAsync(string name, params string[] arguments)
    {
        // Its output lies beside that of the tests.
        var project = $"OrleansSse.{name}";
        var assembly = Path.Combine(AppContext.BaseDirectory.Replace("OrleansSse.Hosting.Tests", project, StringComparison.Ordinal), $"{project}.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [assembly, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().Within($"the end of {name} {string.Join(' ', arguments)}");
            await output;
            return (process.ExitCode, await errors);
        }
        finally
        {
            process.Kill();
        }
    }
}
