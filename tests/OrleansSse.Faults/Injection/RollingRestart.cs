namespace OrleansSse.Faults.Injection;

/// <summary>Stops and starts one after another, as a deployment does: the next one when the cluster is whole again.</summary>
internal sealed class RollingRestart() : Fault("rolling-restart")
{
    public override async Task RunAsync(Incident incident)
    {
        var cluster = incident.Cluster;
        await incident.BeginAsync("all", [.. cluster.Silos]);
        foreach (var node in cluster.Nodes)
        {
            await node.StopAsync();
            node.Start();
            await cluster.WholeAsync(incident.Cancel);
        }

        incident.Mended();
    }
}
