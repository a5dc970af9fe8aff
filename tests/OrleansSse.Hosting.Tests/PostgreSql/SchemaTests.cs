using OrleansSse.Hosting.Tests.Clusters;
using OrleansSse.Hosting.Tests.Servers;
using OrleansSse.Hosting.Tests.Streams;

namespace OrleansSse.Hosting.Tests.PostgreSql;

[Collection<PostgreSqlTests>]
public sealed class SchemaTests(ClusterOn<PostgreSqlServer> cluster)
{
    [Fact]
    public async Task Applying_it_again_while_silos_publish_loses_nothing()
    {
        var stream = cluster.Cluster.Stream(cluster.NewStream());
        var publishing = stream.PublishManyAsync(2_000);
        for (var i = 0; i < 3; i++) await cluster.Server.ApplySchemaAsync("postgres");
        await publishing.Within("the publishes");

        Assert.Equal(StreamReading.Texts(2_000), await stream.ReadAllAsync());
    }

    [Fact]
    public async Task Two_may_apply_it_to_an_empty_database_at_once()
    {
        await cluster.Server.ExecuteAsync("CREATE DATABASE empty");
        await Task.WhenAll(cluster.Server.ApplySchemaAsync("empty"), cluster.Server.ApplySchemaAsync("empty"));
    }

    [Fact]
    public async Task A_query_that_was_changed_is_put_right()
    {
        await cluster.Server.ExecuteAsync("UPDATE OrleansQuery SET QueryText = 'wrong' WHERE QueryKey = 'UpdateIAmAlivetimeKey'");
        await cluster.Server.ApplySchemaAsync("postgres");
        Assert.Contains("alive_time", (string?)await cluster.Server.ExecuteAsync("SELECT QueryText FROM OrleansQuery WHERE QueryKey = 'UpdateIAmAlivetimeKey'"));
    }
}
