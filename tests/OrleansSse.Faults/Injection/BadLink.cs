using OrleansSse.Faults.Network;

namespace OrleansSse.Faults.Injection;

/// <summary>Spoils the network between two nodes for a while, and mends it.</summary>
/// <param name="name">The fault's name.</param>
/// <param name="place">Chooses the two.</param>
/// <param name="spoil">What is done to the network between.</param>
internal sealed class BadLink(string name, Func<Incident, Task<Place>> place, Action<Links, Place> spoil) : Fault(name)
{
    public override async Task RunAsync(Incident incident)
    {
        var (links, chosen) = (incident.Cluster.Links, await place(incident));
        await incident.BeginAsync($"{chosen.One.Name} → {chosen.Other.Name}", chosen.Silos);
        spoil(links, chosen);
        await incident.HoldAsync(2, 10);
        foreach (var flow in BothWays(links, chosen)) flow.Restore();
        incident.Mended();
    }

    /// <summary>What goes from the first to the second waits.</summary>
    public static void CutOneWay(Links links, Place place) => Each(links.Flows(place.One, place.Other), static flow => flow.Cut());

    /// <summary>All waits.</summary>
    public static void CutBothWays(Links links, Place place) => Each(BothWays(links, place), static flow => flow.Cut());

    /// <summary>All is late, and little passes at a time.</summary>
    public static void Slow(Links links, Place place) => Each(BothWays(links, place), static flow => flow.Slow());

    /// <summary>Every connection breaks.</summary>
    public static void Reset(Links links, Place place)
    {
        foreach (var link in links.Of(place.One, place.Other)) link.Reset();
    }

    private static IEnumerable<Flow> BothWays(Links links, Place place) =>
        [.. links.Flows(place.One, place.Other), .. links.Flows(place.Other, place.One)];

    private static void Each(IEnumerable<Flow> flows, Action<Flow> change)
    {
        foreach (var flow in flows) change(flow);
    }
}
