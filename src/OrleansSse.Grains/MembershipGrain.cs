using Orleans.Concurrency;

namespace OrleansSse.Grains;

/// <summary>Answers on every silo from what that silo knows.</summary>
[StatelessWorker(1), Reentrant]
internal sealed class MembershipGrain(IClusterMembershipService membership) : Grain, IMembershipGrain
{
    public Task<ActiveSilos> GetActiveSilos()
    {
        var snapshot = membership.CurrentSnapshot;
        var active = snapshot.Members.Values.Where(static member => member.Status == SiloStatus.Active).Select(static member => member.SiloAddress);
        return Task.FromResult(new ActiveSilos(snapshot.Version.Value, [.. active]));
    }
}
