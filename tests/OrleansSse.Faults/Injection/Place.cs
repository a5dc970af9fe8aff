using OrleansSse.Faults.Processes;

namespace OrleansSse.Faults.Injection;

/// <summary>Two nodes with a network between, and the silos whose streams suffer when it is bad.</summary>
/// <param name="One">Here.</param>
/// <param name="Other">There.</param>
/// <param name="Silos">The silos of the two.</param>
internal sealed record Place(Node One, Node Other, IReadOnlyList<SiloNode> Silos)
{
    /// <summary>A gateway and a silo.</summary>
    public static Place GatewayToSilo(Incident incident)
    {
        var silo = incident.Pick(incident.Cluster.Silos);
        return new(incident.Pick(incident.Cluster.Gateways), silo, [silo]);
    }

    /// <summary>Two silos.</summary>
    public static Place SiloToSilo(Incident incident)
    {
        var (one, other) = incident.PickTwo(incident.Cluster.Silos);
        return new(one, other, [one, other]);
    }

    /// <summary>A silo and Redis.</summary>
    public static Place SiloToRedis(Incident incident)
    {
        var silo = incident.Pick(incident.Cluster.Silos);
        return new(silo, incident.Cluster.Redis, [silo]);
    }
}
