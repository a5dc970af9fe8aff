using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.NetworkInformation;
using System.Reflection;

namespace OrleansSse.Browser.Tests.Hosting;

/// <summary>The gateway as people run it: a process of its own, with its history in a directory that outlives it.</summary>
public sealed class GatewayProcess : IAsyncDisposable
{
    private static readonly string Assembly = typeof(GatewayProcess).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(static noted => noted.Key == "GatewayAssembly").Value!;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("orleanssse-");
    private readonly (string Key, string Value)[] _settings;
    private Process? _process;

    private GatewayProcess((string Key, string Value)[] settings)
    {
        _settings = settings;
        Address = new($"http://127.0.0.1:{FreePort()}");
        Http = new() { BaseAddress = Address, Timeout = Limits.Patience };
    }

    /// <summary>Where it listens, also after a restart.</summary>
    public Uri Address { get; }

    public HttpClient Http { get; }

    /// <summary>Starts a gateway with an empty history and waits until it serves.</summary>
    public static async Task<GatewayProcess> StartAsync(params (string Key, string Value)[] settings)
    {
        var gateway = new GatewayProcess(settings);
        await gateway.StartProcessAsync();
        return gateway;
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

    /// <summary>Starts the process again, at the same address and with the history that it had.</summary>
    public Task RestartAsync() => StartProcessAsync();

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Http.Dispose();
        _directory.Delete(recursive: true);
    }

    private async Task StartProcessAsync()
    {
        var start = new ProcessStartInfo("dotnet", [Assembly, $"--urls={Address}", .. _settings.Select(static setting => $"--{setting.Key}={setting.Value}")])
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

        var serves = await started.Task.Within(() => $"the start of the gateway, which said:\n{string.Join('\n', said)}");
        Assert.True(serves, $"The gateway ended while it started. It said:\n{string.Join('\n', said)}");
    }

    // Below the range from which systems take ports for outgoing connections, so that it is still free when the gateway comes back.
    private static int FreePort()
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(static listener => listener.Port).ToHashSet();
        return Enumerable.Range(0, 100).Select(static _ => Random.Shared.Next(20_000, 32_000)).First(port => !taken.Contains(port));
    }
}
