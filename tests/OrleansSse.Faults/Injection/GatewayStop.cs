namespace OrleansSse.Faults.Injection;

/// <summary>Stops a gateway in order. Its subscribers go on at another; later it starts again.</summary>
internal sealed class GatewayStop() : Fault("gateway-stop")
{
    public override async Task RunAsync(Incident incident)
    {
        var gateway = incident.Pick(incident.Cluster.Gateways);
        await incident.BeginAsync(gateway.Name);
        await gateway.StopAsync();
        await incident.RecoveredAsync();
        await incident.HoldAsync(0, 2);
        gateway.Start();
    }
}
