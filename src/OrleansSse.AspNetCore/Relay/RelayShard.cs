using OrleansSse.AspNetCore.FanOut;

namespace OrleansSse.AspNetCore.Relay;

/// <summary>The subscribers of one stream that one loop serves.</summary>
internal sealed class RelayShard(FanOutLoop loop) : FanOutWork(loop)
{
    // So few are written to sooner than another thread is woken.
    private const int Few = 4;

    public new FanOutLoop Loop => base.Loop;

    /// <summary>For the loop alone; others may see how many there are.</summary>
    public List<SubscriberConnection> Connections { get; } = [];

    /// <summary>Has what is new in the ring written; from any thread.</summary>
    public void Tell()
    {
        // Whoever joins looks at the ring after it can be seen here.
        Interlocked.MemoryBarrier();
        var count = Connections.Count;
        if (count == 0 || (count <= Few && Loop.TryRun(this))) return;
        Wake();
    }

    protected override void RunOnLoop()
    {
        for (var i = Connections.Count - 1; i >= 0; i--) Connections[i].WriteLive();
    }
}
