using Microsoft.Extensions.Configuration;

namespace OrleansSse.Hosting;

/// <summary>
/// Where silos look up which of them has a stream. Orleans' own directory is spread over the silos: with a silo goes what it knew of the
/// streams of others, and until it is declared dead nobody can find these. A directory outside of the silos stays.
/// </summary>
internal static class StreamDirectory
{
    private static readonly string[] Connection = ["ConnectionString", "ConnectionName", "ServiceKey"];

    /// <summary>Puts the directory where members are listed, if that is Redis and no directory is configured.</summary>
    public static void FollowClustering(IConfiguration configuration)
    {
        var clustering = configuration.GetSection(ClusterConfiguration.Clustering);
        var directory = configuration.GetSection(ClusterConfiguration.Directory);
        if (directory.Exists() || clustering["ProviderType"] != ProviderTypes.Redis) return;
        directory["ProviderType"] = ProviderTypes.Redis;
        foreach (var key in Connection.Where(key => clustering[key] is not null)) directory[key] = clustering[key];
    }
}
