using OrleansSse.Hosting.Health;

namespace OrleansSse.Gateway;

/// <summary>Where the gateway listens.</summary>
internal static class GatewayAddress
{
    /// <summary>Where it listens unless it is told.</summary>
    public const string Default = "http://localhost:8080";

    /// <summary>Where it is reached from this machine without encryption; null if nowhere.</summary>
    public static Uri? OfThisMachine(IConfiguration configuration)
    {
        var addresses = configuration[WebHostDefaults.ServerUrlsKey]
            ?? (configuration[WebHostDefaults.HttpPortsKey] is { Length: > 0 } ports ? $"http://localhost:{ports.Split(';')[0]}" : Default);
        foreach (var address in addresses.Split(';'))
        {
            if (Loopback.TryParse(address, out var result)) return result;
        }

        return null;
    }
}
