using System.Diagnostics;

namespace OrleansSse.Hosting.Tests.Servers;

/// <summary>A program that a distribution's package brings.</summary>
internal static class ServerProgram
{
    /// <summary>The program's path.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="package">What to install where it is missing.</param>
    /// <param name="directories">Where to look beside PATH, best first.</param>
    public static string Find(string name, string package, IEnumerable<string> directories)
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        return directories.Concat(path.Split(Path.PathSeparator)).Select(directory => Path.Combine(directory, name)).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"These tests need {name}: apt-get install {package}, or run tests/run.sh, which installs it.");
    }

    /// <summary>Runs a program to its end and returns what it wrote.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it wrote.</exception>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().Within($"the end of {program} {string.Join(' ', arguments)}");
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program} failed: {await errors}{await output}");
    }
}
