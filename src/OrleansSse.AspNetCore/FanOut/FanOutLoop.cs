using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace OrleansSse.AspNetCore.FanOut;

/// <summary>
/// Serves its share of the connections, one at a time, on one thread at a time: so what belongs to a connection needs
/// no lock. It waits for nothing.
/// </summary>
internal sealed partial class FanOutLoop(ILogger<FanOutLoop> logger) : IThreadPoolWorkItem
{
    private readonly ConcurrentQueue<FanOutWork> _work = new();
    private int _scheduled;

    /// <summary>All connections of this loop; for the loop alone.</summary>
    public List<SubscriberConnection> Connections { get; } = [];

    /// <summary>What is being sent; for the loop alone.</summary>
    public FrameBatch Batch { get; } = new();

    public void Enqueue(FanOutWork work)
    {
        _work.Enqueue(work);
        Schedule();
    }

    /// <summary>Runs work on this thread, if the loop has nothing else to do.</summary>
    /// <returns>False if it has.</returns>
    public bool TryRun(FanOutWork work)
    {
        if (!_work.IsEmpty || Interlocked.Exchange(ref _scheduled, 1) != 0) return false;
        Run(work);
        Rest();
        return true;
    }

    void IThreadPoolWorkItem.Execute()
    {
        while (_work.TryDequeue(out var work)) Run(work);
        Rest();
    }

    private void Rest()
    {
        Volatile.Write(ref _scheduled, 0);
        // What was put in line after the last look, and before the flag fell, found the loop scheduled.
        Interlocked.MemoryBarrier();
        if (!_work.IsEmpty) Schedule();
    }

    private void Run(FanOutWork work)
    {
        try
        {
            work.Run();
        }
        catch (Exception exception)
        {
            // One bug must not end the process, nor all other connections of the loop.
            Log.WorkFailed(logger, exception);
        }
    }

    private void Schedule()
    {
        if (Interlocked.Exchange(ref _scheduled, 1) == 0) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
