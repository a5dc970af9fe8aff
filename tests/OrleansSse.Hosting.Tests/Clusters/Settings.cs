using OrleansSse.Hosting.Tests.Servers;

namespace OrleansSse.Hosting.Tests.Clusters;

/// <summary>What configures a host.</summary>
internal static class Settings
{
    public const string Clustering = "Orleans:Clustering";
    public const string Storage = "Orleans:GrainStorage:EventStreams";

    /// <summary>A cluster whose members and history are on a server.</summary>
    public static Dictionary<string, string?> Of(IStorageServer server, string cluster, string service)
    {
        var settings = new Dictionary<string, string?> { ["Orleans:ClusterId"] = cluster, ["Orleans:ServiceId"] = service };
        foreach (var (key, value) in server.Provider) settings[$"{Clustering}:{key}"] = settings[$"{Storage}:{key}"] = value;
        return settings;
    }
}
