using System.Globalization;
using System.Net;

namespace OrleansSse.Faults.Processes;

/// <summary>What silos and gateways are told: the settings of the README, as environment variables.</summary>
/// <param name="redisPort">Where they find Redis on 127.0.0.1.</param>
internal sealed class ClusterSettings(int redisPort)
{
    /// <summary>The cluster's id, and its service's.</summary>
    public const string ClusterId = "faults";

    private string Redis => $"127.0.0.1:{redisPort}";

    /// <summary>A silo that is dialled at other ports than it listens on.</summary>
    public Dictionary<string, string> Silo(string name, int siloPort, int gatewayPort, IPEndPoint siloListener, IPEndPoint gatewayListener) => new(Member())
    {
        ["Orleans__Name"] = name,
        ["Orleans__GrainStorage__EventStreams__ProviderType"] = "Redis",
        ["Orleans__GrainStorage__EventStreams__ConnectionString"] = Redis,
        ["Orleans__Endpoints__AdvertisedIPAddress"] = "127.0.0.1",
        ["Orleans__Endpoints__SiloPort"] = siloPort.ToString(CultureInfo.InvariantCulture),
        ["Orleans__Endpoints__GatewayPort"] = gatewayPort.ToString(CultureInfo.InvariantCulture),
        ["Orleans__Endpoints__SiloListeningEndpoint"] = siloListener.ToString(),
        ["Orleans__Endpoints__GatewayListeningEndpoint"] = gatewayListener.ToString(),
    };

    /// <summary>A gateway.</summary>
    public Dictionary<string, string> Gateway(Uri url) => new(Member()) { ["ASPNETCORE_URLS"] = url.ToString() };

    private Dictionary<string, string> Member() => new()
    {
        ["Orleans__ClusterId"] = ClusterId,
        ["Orleans__ServiceId"] = ClusterId,
        ["Orleans__Clustering__ProviderType"] = "Redis",
        ["Orleans__Clustering__ConnectionString"] = Redis,
        ["Logging__Console__FormatterName"] = "simple",
        ["Logging__Console__FormatterOptions__SingleLine"] = "true",
        ["Logging__Console__FormatterOptions__TimestampFormat"] = "HH:mm:ss.fff ",
    };
}
