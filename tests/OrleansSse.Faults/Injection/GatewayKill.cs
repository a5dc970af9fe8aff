namespace OrleansSse.Faults.Injection;

/// <summary>Kills a gateway. Its subscribers go on at another; later it starts again.</summary>
internal sealed class GatewayKill() : Fault("gateway-kill")
{
    public override async Task RunAsync(Incident incident)
    {
        var gateway = incident.Pick(incident.Cluster.Gateways);
        await incident.BeginAsync(gateway.Name);
        await gateway.KillAsync();
        await incident.RecoveredAsync();
        await incident.HoldAsync(0, 2);
        gateway.Start();
    }
}
