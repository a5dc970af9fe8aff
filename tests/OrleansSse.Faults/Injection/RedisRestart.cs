using OrleansSse.Faults.Processes;

namespace OrleansSse.Faults.Injection;

/// <summary>Takes Redis away for a while.</summary>
/// <param name="name">The fault's name.</param>
/// <param name="end">How.</param>
internal sealed class RedisRestart(string name, Func<Node, Task> end) : Fault(name)
{
    public override async Task RunAsync(Incident incident)
    {
        var redis = incident.Cluster.Redis;
        await incident.BeginAsync(redis.Name, [.. incident.Cluster.Silos]);
        await end(redis);
        await incident.HoldAsync(0, 3);
        redis.Start();
        incident.Mended();
    }
}
