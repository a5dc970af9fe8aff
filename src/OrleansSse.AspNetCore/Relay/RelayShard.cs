using OrleansSse.AspNetCore.FanOut;

namespace OrleansSse.AspNetCore.Relay;

/// <summary>The subscribers of one stream that one loop serves.</summary>
internal sealed class RelayShard(FanOutLoop loop) : FanOutWork(loop)
{
    public new FanOutLoop Loop => base.Loop;

    /// <summary>For the loop alone.</summary>
    public List<SubscriberConnection> Connections { get; } = [];

    protected override void RunOnLoop()
    {
        for (var i = Connections.Count - 1; i >= 0; i--) Connections[i].WriteLive();
    }
}
