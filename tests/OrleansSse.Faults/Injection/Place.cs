using OrleansSse.Faults.Processes;

namespace OrleansSse.Faults.Injection;

/// <summary>Two nodes with a network between, and the silos whose streams suffer when it is bad.</summary>
/// <param name="One">Here.</param>
/// <param name="Other">There.</param>
/// <param name="Silos">The silos of the two.</param>
internal sealed record Place(Node One, Node Other, IReadOnlyList<SiloNode> Silos)
{
    /// <summary>A gateway and a silo.</summary>
    public static async Task<Place> GatewayToSiloAsync(Incident incident)
    {
        var silo = await incident.PickSiloAsync();
        return new(incident.Pick(incident.Cluster.Gateways), silo, [silo]);
    }

    /// <summary>Two silos.</summary>
    public static async Task<Place> SiloToSiloAsync(Incident incident)
    {
        var silo = await incident.PickSiloAsync();
        var other = incident.PickOther(incident.Cluster.Silos, silo);
        return new(silo, other, [silo, other]);
    }

    /// <summary>A silo and Redis.</summary>
    public static async Task<Place> SiloToRedisAsync(Incident incident)
    {
        var silo = await incident.PickSiloAsync();
        return new(silo, incident.Cluster.Redis, [silo]);
    }
}
