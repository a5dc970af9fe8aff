using Microsoft.Extensions.Logging;
using OrleansSse.Hosting.Tests.Servers;

namespace OrleansSse.Hosting.Tests.Clusters;

/// <summary>Hosts as the silo and the gateway make them, of nothing but configuration.</summary>
internal static class TestHosts
{
    /// <summary>A silo of the configured cluster.</summary>
    public static IHost Silo(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var builder = Builder(settings);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Orleans:Endpoints:AdvertisedIPAddress"] = "127.0.0.1",
            ["Orleans:Endpoints:SiloPort"] = $"{LoopbackPort.Find()}",
            ["Orleans:Endpoints:GatewayPort"] = $"{LoopbackPort.Find()}",
        });
        builder.UseEventStreamSilo(standAlone: static silo => silo.UseLocalhostClustering());
        return builder.Build();
    }

    /// <summary>A client of the configured cluster.</summary>
    public static IHost Client(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var builder = Builder(settings);
        builder.UseEventStreamClient();
        return builder.Build();
    }

    private static HostApplicationBuilder Builder(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Configuration.AddShippedSettings();
        builder.Logging.ClearProviders();
        return builder;
    }
}
