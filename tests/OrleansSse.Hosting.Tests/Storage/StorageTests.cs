using Orleans.Storage;
using OrleansSse.Hosting.Tests.Clusters;
using OrleansSse.Hosting.Tests.Servers;

namespace OrleansSse.Hosting.Tests.Storage;

/// <summary>What history relies on in a provider: whoever has read an older version changes nothing.</summary>
public abstract class StorageTests<TServer>(ClusterOn<TServer> cluster)
    where TServer : IStorageServer, new()
{
    private const string Name = "head";

    private readonly GrainId _stream = GrainId.Create("eventstream", cluster.NewStream());

    protected ClusterOn<TServer> Cluster => cluster;

    protected GrainId Stream => _stream;

    private IGrainStorage Storage => cluster.Cluster.Silo.GetRequiredKeyedService<IGrainStorage>("EventStreams");

    [Fact]
    public async Task The_second_write_of_the_same_version_fails()
    {
        await WriteAsync(new GrainState<List<string>>(["first"]));
        var (one, other) = (await ReadAsync(), await ReadAsync());
        one.State = ["one"];
        await WriteAsync(one);
        other.State = ["other"];

        await Assert.ThrowsAnyAsync<InconsistentStateException>(() => WriteAsync(other));
        Assert.Equal(["one"], (await ReadAsync()).State);
        one.State = ["one again"];
        await WriteAsync(one);
        Assert.Equal(["one again"], (await ReadAsync()).State);
    }

    [Fact]
    public async Task Of_those_who_write_first_one_succeeds()
    {
        var writes = Enumerable.Range(0, 8).Select(i => new GrainState<List<string>>([$"{i}"])).ToArray();
        var outcomes = await Task.WhenAll(writes.Select(async write => await Record.ExceptionAsync(() => WriteAsync(write))));

        var winner = Assert.Single(writes.Zip(outcomes), static written => written.Second is null).First;
        Assert.All(outcomes.Where(static outcome => outcome is not null), static outcome => Assert.IsType<InconsistentStateException>(outcome, exactMatch: false));
        Assert.Equal(winner.State, (await ReadAsync()).State);
    }

    [Fact]
    public async Task Clearing_an_older_version_fails()
    {
        await WriteAsync(new GrainState<List<string>>(["first"]));
        var (one, other) = (await ReadAsync(), await ReadAsync());
        one.State = ["one"];
        await WriteAsync(one);

        await Assert.ThrowsAnyAsync<InconsistentStateException>(() => Storage.ClearStateAsync(Name, _stream, other));
        Assert.Equal(["one"], (await ReadAsync()).State);
        await Storage.ClearStateAsync(Name, _stream, one);
        Assert.False((await ReadAsync()).RecordExists);
        Assert.Empty(await cluster.Server.RecordsAsync(_stream.Key.ToString()!));
    }

    [Fact]
    public async Task A_record_of_half_a_megabyte_comes_back_whole()
    {
        List<string> large = [.. Enumerable.Range(0, 500).Select(static i => $"{i}".PadLeft(1_000))];
        await WriteAsync(new GrainState<List<string>>(large));
        Assert.Equal(large, (await ReadAsync()).State);
    }

    protected Task WriteAsync(GrainState<List<string>> state) => Storage.WriteStateAsync(Name, _stream, state);

    protected async Task<GrainState<List<string>>> ReadAsync()
    {
        var state = new GrainState<List<string>>([]);
        await Storage.ReadStateAsync(Name, _stream, state);
        return state;
    }
}
