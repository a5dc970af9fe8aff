using Microsoft.AspNetCore.Connections.Features;

namespace OrleansSse.AspNetCore.Takeover;

/// <summary>Passes the beats of a connection on until it is stopped; whoever wanted them can then be forgotten.</summary>
internal sealed class HeartbeatRelay : IConnectionHeartbeatFeature
{
    private readonly IConnectionHeartbeatFeature _inner;
    private Action _beat = static () => { };

    public HeartbeatRelay(IConnectionHeartbeatFeature inner)
    {
        _inner = inner;
        _inner.OnHeartbeat(static relay => ((HeartbeatRelay)relay)._beat(), this);
    }

    public void OnHeartbeat(Action<object> action, object state) => _beat += () => action(state);

    public void Stop() => _beat = static () => { };
}
