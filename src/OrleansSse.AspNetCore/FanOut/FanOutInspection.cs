namespace OrleansSse.AspNetCore.FanOut;

/// <summary>One loop's round over all of its connections.</summary>
internal sealed class FanOutInspection(FanOutLoop loop) : FanOutWork(loop)
{
    protected override void RunOnLoop()
    {
        // From the end, because a connection that closes is replaced by the last.
        for (var i = Loop.Connections.Count - 1; i >= 0; i--) Loop.Connections[i].Inspect();
    }
}
