using System.Diagnostics;

namespace OrleansSse.Load.Targets;

/// <summary>What the processes of one gateway print: all of it in a file, the last lines at hand.</summary>
internal sealed class ProcessLog(string path) : IDisposable
{
    private const int TailLines = 20;

    private readonly Lock _lock = new();
    private readonly Queue<string> _tail = new();
    private readonly StreamWriter _file = new(path) { AutoFlush = true };

    /// <summary>The last lines.</summary>
    public string Tail
    {
        get
        {
            lock (_lock) return _tail.Count == 0 ? "(none)" : string.Join(Environment.NewLine, _tail);
        }
    }

    /// <summary>Takes down what a process prints until it ends.</summary>
    public void Follow(Process process)
    {
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_lock) _file.Dispose();
    }

    private void Add(string? line)
    {
        if (line is null) return;
        lock (_lock)
        {
            _file.WriteLine(line);
            _tail.Enqueue(line);
            if (_tail.Count > TailLines) _tail.Dequeue();
        }
    }
}
