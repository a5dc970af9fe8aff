namespace OrleansSse.Faults.Injection;

/// <summary>
/// Freezes a silo until the others have taken its streams over, and lets it go on: it still believes that they are its own.
/// </summary>
internal sealed class SiloFreeze() : Fault("silo-freeze")
{
    public override async Task RunAsync(Incident incident)
    {
        var silo = await incident.PickSiloAsync();
        await incident.BeginAsync(silo.Name, silo);
        silo.Freeze();
        await incident.RecoveredAsync();
        await incident.HoldAsync(0, 3);
        silo.Thaw();
    }
}
