using System.Diagnostics;

namespace OrleansSse.FileStorage.Tests;

/// <summary>The test process with its output; it is killed, by its id, when the test ends.</summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    public ChildProcess(string mode, string directory, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "OrleansSse.FileStorage.TestProcess"), [mode, directory])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        _process = Process.Start(start)!;
    }

    public int Id => _process.Id;

    /// <summary>The next line that it prints; null when it has ended.</summary>
    public async Task<string?> ReadLineAsync()
    {
        var line = _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask();
        try
        {
            return await line.WaitAsync(Limit, TimeProvider.System, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The child process printed no line within {Limit}.");
        }
    }

    /// <summary>SIGKILL; returns when the process is gone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await ExitAsync();
    }

    /// <summary>Its exit code and what it said on standard error.</summary>
    public async Task<(int Code, string Error)> ExitAsync()
    {
        try
        {
            var error = await _process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Limit, TimeProvider.System);
            return (_process.ExitCode, error);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The child process did not end within {Limit}.");
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
