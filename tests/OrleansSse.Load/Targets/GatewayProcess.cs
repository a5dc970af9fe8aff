using System.Diagnostics;

namespace OrleansSse.Load.Targets;

/// <summary>A gateway of our own. Its port and its data directory outlive its process, so it can be killed and started again.</summary>
internal sealed class GatewayProcess(GatewayCommand command, IReadOnlyList<string> environment, DirectoryInfo directory) : IAsyncDisposable
{
    private readonly ProcessLog _log = new(directory.FullName + ".log");
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) };
    private Process? _process;

    /// <summary>Its root.</summary>
    public Uri Url { get; } = new($"http://127.0.0.1:{LoopbackPort.Find()}");

    /// <summary>The id of its process.</summary>
    public int Id => Running.Id;

    private Process Running => _process ?? throw new InvalidOperationException("The gateway is not started.");

    /// <summary>Starts the process and waits until it is ready.</summary>
    /// <returns>The time from the start of the process until <c>/health/ready</c> answered 200.</returns>
    /// <exception cref="RunFailedException">It ended, or was not ready in time; the message has its last output.</exception>
    public async Task<TimeSpan> StartAsync(CancellationToken cancel)
    {
        var time = TimeProvider.System;
        var started = time.GetTimestamp();
        _process = Process.Start(StartInfo())!;
        _log.Follow(_process);
        try
        {
            while (!await Readiness.IsReadyAsync(_http, Url, cancel))
            {
                if (_process.HasExited) throw Failure($"The gateway ended with exit code {_process.ExitCode} before it was ready.");
                if (time.GetElapsedTime(started) > Readiness.Limit)
                    throw Failure($"The gateway was not ready within {Readiness.Limit.TotalSeconds:N0} s: /health/ready did not answer 200.");
                await Task.Delay(Readiness.Interval, time, cancel);
            }
        }
        catch
        {
            await KillAsync();
            throw;
        }

        return time.GetElapsedTime(started);
    }

    /// <summary>Ends the process at once, as <c>kill -9</c> does, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process) return;
        _process = null;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _log.Dispose();
        _http.Dispose();
    }

    private ProcessStartInfo StartInfo()
    {
        var info = new ProcessStartInfo(command.FileName, command.Arguments)
        {
            WorkingDirectory = directory.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["ASPNETCORE_URLS"] = Url.ToString();
        // The client of a cluster has no history of its own.
        if (!environment.Any(static variable => variable.StartsWith("Orleans__Clustering__", StringComparison.Ordinal)))
            info.Environment["Orleans__GrainStorage__EventStreams__Directory"] = directory.FullName;
        info.AddEnvironment(environment);
        return info;
    }

    private RunFailedException Failure(string what) => new($"{what} Its last output:{Environment.NewLine}{_log.Tail}");
}
