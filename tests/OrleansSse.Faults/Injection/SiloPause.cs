namespace OrleansSse.Faults.Injection;

/// <summary>Freezes a silo for less time than it takes to be declared dead, as a long garbage collection does.</summary>
internal sealed class SiloPause() : Fault("silo-pause")
{
    public override async Task RunAsync(Incident incident)
    {
        var silo = await incident.PickSiloAsync();
        await incident.BeginAsync(silo.Name, silo);
        silo.Freeze();
        await incident.HoldAsync(0.5, 2);
        silo.Thaw();
        incident.Mended();
    }
}
