using Orleans.Storage;
using OrleansSse.Hosting.Tests.Clusters;
using OrleansSse.Hosting.Tests.Servers;

namespace OrleansSse.Hosting.Tests.Storage;

[Collection<PostgreSqlTests>]
public sealed class PostgreSqlStorageTests(ClusterOn<PostgreSqlServer> cluster) : StorageTests<PostgreSqlServer>(cluster)
{
    private string Row => $"grain_key = '{Stream}' AND state_name = 'head'";

    [Fact]
    public async Task A_version_of_a_record_that_is_gone_does_not_make_a_new_one()
    {
        await WriteAsync(new([]));
        var read = await ReadAsync();
        await Cluster.Server.ExecuteAsync($"DELETE FROM orleans_state WHERE {Row}");

        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(read));
        Assert.False((await ReadAsync()).RecordExists);
    }

    [Fact]
    public async Task Versions_begin_again_where_integers_end()
    {
        await WriteAsync(new([]));
        await Cluster.Server.ExecuteAsync($"UPDATE orleans_state SET version = {int.MaxValue} WHERE {Row}");
        var last = await ReadAsync();
        Assert.Equal($"{int.MaxValue}", last.ETag);
        last.State = ["next"];
        await WriteAsync(last);

        Assert.Equal("1", last.ETag);
        Assert.Equal(["next"], (await ReadAsync()).State);
    }

    [Fact]
    public async Task Records_are_in_the_binary_format()
    {
        await WriteAsync(new(["hello"]));
        var stored = Assert.IsType<byte[]>(await Cluster.Server.ExecuteAsync($"SELECT payload FROM orleans_state WHERE {Row}"));

        Assert.True(stored.AsSpan().IndexOf("hello"u8) > 0, "The text is not in the record.");
        Assert.NotEqual((byte)'{', stored[0]);
        Assert.NotEqual((byte)'[', stored[0]);
    }
}
