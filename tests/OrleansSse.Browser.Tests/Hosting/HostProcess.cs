using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.NetworkInformation;
using System.Reflection;

namespace OrleansSse.Browser.Tests.Hosting;

/// <summary>A program as people run it: a process of its own, with its data in a directory that outlives it.</summary>
public class HostProcess : IAsyncDisposable
{
    private readonly string _program;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("orleanssse-");
    private readonly (string Key, string Value)[] _settings;
    private Process? _process;

    /// <summary>A program of this build, not started yet.</summary>
    protected HostProcess(string program, (string Key, string Value)[] settings)
    {
        _program = program;
        _settings = settings;
        Address = new($"http://127.0.0.1:{FreePort()}");
        Http = new() { BaseAddress = Address, Timeout = Limits.Patience };
    }

    /// <summary>Where it listens, also after a restart.</summary>
    public Uri Address { get; }

    public HttpClient Http { get; }

    /// <summary>Starts a program without any data and waits until it serves.</summary>
    /// <param name="program">The name under which the project notes its assembly.</param>
    /// <param name="settings">What its configuration says.</param>
    public static async Task<HostProcess> StartProgramAsync(string program, params (string Key, string Value)[] settings)
    {
        var host = new HostProcess(program, settings);
        await host.StartProcessAsync();
        return host;
    }

    /// <summary>Ends the process as a power cut does: SIGKILL, in the middle of whatever it is doing.</summary>
    public async Task KillAsync()
    {
        if (_process is null) return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Starts the process again, at the same address and with the data that it had.</summary>
    public Task RestartAsync() => StartProcessAsync();

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Http.Dispose();
        _directory.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts the process and waits until it serves.</summary>
    protected async Task StartProcessAsync()
    {
        var assembly = typeof(HostProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(noted => noted.Key == _program).Value!;
        var start = new ProcessStartInfo("dotnet", [assembly, $"--urls={Address}", .. _settings.Select(static setting => $"--{setting.Key}={setting.Value}")])
        {
            WorkingDirectory = _directory.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var said = new ConcurrentQueue<string>();
        var started = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) =>
        {
            said.Enqueue(line.Data ?? "");
            if (line.Data?.Contains("Application started", StringComparison.Ordinal) == true) started.TrySetResult(true);
        };
        process.ErrorDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        process.Exited += (_, _) => started.TrySetResult(false);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;

        var serves = await started.Task.Within(() => $"the start of {_program}, which said:\n{string.Join('\n', said)}");
        Assert.True(serves, $"{_program} ended while it started. It said:\n{string.Join('\n', said)}");
    }

    // Below the range from which systems take ports for outgoing connections, so that it is still free when the program comes back.
    private static int FreePort()
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(static listener => listener.Port).ToHashSet();
        return Enumerable.Range(0, 100).Select(static _ => Random.Shared.Next(20_000, 32_000)).First(port => !taken.Contains(port));
    }
}
