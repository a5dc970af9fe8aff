using Orleans.Concurrency;

namespace OrleansSse;

/// <summary>Tells which silos the cluster has. Any silo answers from what it knows, whatever the key; nothing is stored or read.</summary>
[Alias("OrleansSse.IMembershipGrain")]
public interface IMembershipGrain : IGrainWithIntegerKey
{
    /// <summary>The silos that are active.</summary>
    [Alias("GetActiveSilos"), AlwaysInterleave, ResponseTimeout("00:00:02")]
    Task<ActiveSilos> GetActiveSilos();
}
