namespace OrleansSse.Faults.Injection;

/// <summary>All faults that there are.</summary>
internal static class FaultCatalog
{
    /// <summary>All of them, by name.</summary>
    public static IReadOnlyDictionary<string, Fault> All { get; } = Create().ToDictionary(fault => fault.Name);

    private static IEnumerable<Fault> Create() =>
    [
        new SiloKill(),
        new SiloFreeze(),
        new SiloPause(),
        new SiloIsolation(),
        new SiloStop(),
        new GatewayKill(),
        new GatewayStop(),
        new RedisRestart("redis-kill", static redis => redis.KillAsync()),
        new RedisRestart("redis-stop", static redis => redis.StopAsync()),
        new StorageFull(),
        new RollingRestart(),
        .. BadLinks("gateway-silo", Place.GatewayToSiloAsync),
        .. BadLinks("silo-silo", Place.SiloToSiloAsync),
        .. BadLinks("silo-redis", Place.SiloToRedisAsync),
    ];

    private static IEnumerable<Fault> BadLinks(string name, Func<Incident, Task<Place>> place) =>
    [
        new BadLink($"{name}-cut-one-way", place, BadLink.CutOneWay),
        new BadLink($"{name}-cut", place, BadLink.CutBothWays),
        new BadLink($"{name}-slow", place, BadLink.Slow),
        new BadLink($"{name}-reset", place, BadLink.Reset),
    ];
}
