namespace OrleansSse.Faults.Injection;

/// <summary>
/// Cuts a silo off from everybody until the others have taken its streams over, and lets it come back: it still believes
/// that they are its own, and what it sent before arrives only then.
/// </summary>
internal sealed class SiloIsolation() : Fault("silo-isolation")
{
    public override async Task RunAsync(Incident incident)
    {
        var cluster = incident.Cluster;
        var silo = await incident.PickSiloAsync();
        var flows = cluster.Nodes
            .Where(node => node != silo)
            .SelectMany(node => cluster.Links.Flows(silo, node).Concat(cluster.Links.Flows(node, silo)))
            .ToList();
        await incident.BeginAsync(silo.Name, silo);
        flows.ForEach(flow => flow.Cut());
        await incident.RecoveredAsync();
        await incident.HoldAsync(0, 3);
        flows.ForEach(flow => flow.Restore());
    }
}
