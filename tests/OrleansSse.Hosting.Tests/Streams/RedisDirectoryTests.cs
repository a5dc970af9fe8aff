using OrleansSse.Hosting.Tests.Clusters;
using OrleansSse.Hosting.Tests.Servers;

namespace OrleansSse.Hosting.Tests.Streams;

[Collection<RedisTests>]
public sealed class RedisDirectoryTests(ClusterOn<RedisServer> cluster)
{
    [Fact]
    public async Task Where_a_stream_is_active_is_kept_beside_the_members_so_that_no_silo_takes_it_along()
    {
        var name = cluster.NewStream();
        Assert.Empty(await cluster.Server.DirectoryEntriesAsync(name));

        await cluster.Cluster.Stream(name).PublishAsync(key: null, "a");

        Assert.Single(await cluster.Server.DirectoryEntriesAsync(name));
    }
}
