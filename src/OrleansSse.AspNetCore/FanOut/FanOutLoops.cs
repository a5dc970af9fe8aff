using Microsoft.Extensions.Logging;
using OrleansSse.AspNetCore.Relay;

namespace OrleansSse.AspNetCore.FanOut;

/// <summary>One loop per core; connections are dealt out in turn.</summary>
internal sealed class FanOutLoops
{
    private readonly FanOutLoop[] _loops;
    private readonly FanOutInspection[] _inspections;
    private int _next;

    public FanOutLoops(ILogger<FanOutLoop> logger)
    {
        _loops = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new FanOutLoop(logger))];
        _inspections = [.. _loops.Select(static loop => new FanOutInspection(loop))];
    }

    /// <summary>A stream's shards, one a loop.</summary>
    public RelayShard[] CreateShards() => [.. _loops.Select(static loop => new RelayShard(loop))];

    /// <summary>The index of the loop for the next connection.</summary>
    public int Next() => (int)((uint)Interlocked.Increment(ref _next) % (uint)_loops.Length);

    /// <summary>About how many connections there are.</summary>
    public int Connections => _loops.Sum(static loop => loop.Connections.Count);

    /// <summary>Has every loop look after its connections: heartbeats, stalls, age.</summary>
    public void Inspect()
    {
        foreach (var inspection in _inspections) inspection.Wake();
    }
}
