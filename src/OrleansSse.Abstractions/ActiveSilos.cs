namespace OrleansSse;

/// <summary>The silos of a cluster at some moment.</summary>
/// <param name="Version">Grows whenever the cluster's membership changes.</param>
/// <param name="Silos">Those that are active.</param>
[GenerateSerializer, Immutable, Alias("OrleansSse.ActiveSilos")]
public sealed record ActiveSilos(
    [property: Id(0)] long Version,
    [property: Id(1)] SiloAddress[] Silos);
