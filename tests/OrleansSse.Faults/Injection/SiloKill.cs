namespace OrleansSse.Faults.Injection;

/// <summary>Kills a silo. It stays away until the others have taken its streams over.</summary>
internal sealed class SiloKill() : Fault("silo-kill")
{
    public override async Task RunAsync(Incident incident)
    {
        var silo = await incident.PickSiloAsync();
        await incident.BeginAsync(silo.Name, silo);
        await silo.KillAsync();
        await incident.RecoveredAsync();
        await incident.HoldAsync(0, 2);
        silo.Start();
    }
}
