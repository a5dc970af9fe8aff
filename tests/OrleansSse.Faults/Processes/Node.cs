using System.ComponentModel;
using System.Diagnostics;
using OrleansSse.Load;
using OrleansSse.Load.Targets;

namespace OrleansSse.Faults.Processes;

/// <summary>
/// One place of the cluster and the process that runs there. Unless it was told to be down, a process that ends is started
/// again, as every supervisor does.
/// </summary>
internal class Node(string name, NodeCommand command, DirectoryInfo directory) : IAsyncDisposable
{
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);

    private readonly ProcessLog _log = new(Path.Combine(directory.FullName, name + ".log"));
    private CancellationTokenSource? _down;
    private Task _supervising = Task.CompletedTask;
    private volatile int _processId;

    /// <summary>Its name in logs and reports.</summary>
    public string Name => name;

    /// <summary>Its process; null while it has none.</summary>
    public int? ProcessId => _processId is not 0 and var id ? id : null;

    /// <summary>How often its process has ended by itself.</summary>
    public int Exits { get; private set; }

    /// <summary>The last lines that it printed.</summary>
    public string LastOutput => _log.Tail;

    /// <summary>Starts the process and keeps it up.</summary>
    public void Start()
    {
        if (_down is not null) throw new InvalidOperationException($"{name} is up.");
        _down = new();
        _supervising = SuperviseAsync(_down.Token);
    }

    /// <summary>Ends the process at once, as <c>kill -9</c> does; the place stays empty.</summary>
    public Task KillAsync() => EndAsync(Signals.Kill);

    /// <summary>Ends the process as <c>kill</c> does, and waits until it has gone; the place stays empty.</summary>
    public Task StopAsync() => EndAsync(Signals.Terminate);

    /// <summary>Stops the process where it stands.</summary>
    public void Freeze() => Signals.Freeze(RunningId);

    /// <summary>Lets it go on.</summary>
    public void Thaw() => Signals.Continue(RunningId);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _log.Dispose();
        GC.SuppressFinalize(this);
    }

    private int RunningId => ProcessId ?? throw new RunFailedException($"{name} is not running. Its last output:{Environment.NewLine}{LastOutput}");

    private async Task EndAsync(Action<int> end)
    {
        if (_down is null) return;
        await _down.CancelAsync();
        if (ProcessId is { } id) end(id);
        await WaitForEndAsync();
        _down.Dispose();
        _down = null;
    }

    private async Task WaitForEndAsync()
    {
        try
        {
            await _supervising.WaitAsync(StopLimit, TimeProvider.System);
        }
        catch (TimeoutException e)
        {
            if (ProcessId is { } id) Signals.Kill(id);
            throw new RunFailedException($"{name} was told to stop and was still there after {StopLimit.TotalSeconds:N0} s.", e);
        }
    }

    private async Task SuperviseAsync(CancellationToken down)
    {
        while (true)
        {
            using (var process = Begin())
            {
                _log.Follow(process);
                _processId = process.Id;
                await process.WaitForExitAsync(CancellationToken.None);
                _processId = 0;
            }

            if (down.IsCancellationRequested) return;
            Exits++;
            await Task.Delay(RestartDelay, TimeProvider.System, down).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (down.IsCancellationRequested) return;
        }
    }

    private Process Begin()
    {
        try
        {
            return Process.Start(command.StartInfo(directory.FullName))!;
        }
        catch (Win32Exception e)
        {
            throw new RunFailedException($"{command.FileName} could not be started: {e.Message}. Is it installed?", e);
        }
    }
}
