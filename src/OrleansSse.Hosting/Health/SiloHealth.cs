using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace OrleansSse.Hosting.Health;

/// <summary>Where a silo is probed, if anywhere.</summary>
public static class SiloHealth
{
    internal const string AddressKey = "Silo:HealthUrl";

    /// <summary>The address to ask a silo of this machine at; null where none is configured.</summary>
    public static Uri? SiloHealthAddress(this IConfiguration configuration) =>
        Loopback.TryParse(configuration[AddressKey], out var address) ? address : null;

    internal static void AddHealthEndpoint(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration[AddressKey] is not { } address) return;
        if (!Loopback.TryParse(address, out _)) throw new OrleansConfigurationException($"{AddressKey} must be an address such as http://127.0.0.1:8081.");
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<SiloHealthEndpoint>(provider, address));
    }
}
