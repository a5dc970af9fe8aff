namespace OrleansSse.Faults.Injection;

/// <summary>Lets the storage take nothing more for a while: what is stored can be read, and no write succeeds.</summary>
internal sealed class StorageFull() : Fault("storage-full")
{
    public override async Task RunAsync(Incident incident)
    {
        var redis = incident.Cluster.Redis;
        await incident.BeginAsync(redis.Name, [.. incident.Cluster.Silos]);
        await redis.FillAsync(incident.Cancel);
        await incident.HoldAsync(1, 6);
        await redis.MakeSpaceAsync(incident.Cancel);
        incident.Mended();
    }
}
