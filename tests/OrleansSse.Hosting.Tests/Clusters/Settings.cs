using OrleansSse.Hosting.Tests.Servers;

namespace OrleansSse.Hosting.Tests.Clusters;

/// <summary>What configures a host.</summary>
internal static class Settings
{
    /// <summary>A cluster whose members and history are on a server.</summary>
    public static Dictionary<string, string?> Of(IStorageServer server, string cluster, string service)
    {
        var settings = new Dictionary<string, string?> { ["Orleans:ClusterId"] = cluster, ["Orleans:ServiceId"] = service };
        foreach (var (key, value) in server.Clustering) settings[$"Orleans:Clustering:{key}"] = value;
        foreach (var (key, value) in server.Storage) settings[$"Orleans:GrainStorage:EventStreams:{key}"] = value;
        return settings;
    }
}
