namespace OrleansSse.Faults.Injection;

/// <summary>Stops a silo in order: it hands its streams over. Later it starts again.</summary>
internal sealed class SiloStop() : Fault("silo-stop")
{
    public override async Task RunAsync(Incident incident)
    {
        var silo = await incident.PickSiloAsync();
        await incident.BeginAsync(silo.Name, silo);
        await silo.StopAsync();
        await incident.RecoveredAsync();
        await incident.HoldAsync(0, 2);
        silo.Start();
    }
}
