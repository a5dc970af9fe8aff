using StackExchange.Redis;

namespace OrleansSse.Hosting.Tests.Servers;

/// <summary>Redis, with every write on disk before it is answered.</summary>
public sealed class RedisServer : IStorageServer
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("orleanssse-redis-");
    private readonly int _port = LoopbackPort.Find();
    private ServerProcess? _process;

    private string Connection => $"127.0.0.1:{_port}";

    public IReadOnlyDictionary<string, string> Clustering => new Dictionary<string, string> { ["ProviderType"] = "Redis", ["ConnectionString"] = Connection };

    public async Task StartAsync() => _process = await ServerProcess.StartAsync(
        _port,
        ServerProgram.Find("redis-server", "redis-server", []),
        "--port", $"{_port}", "--bind", "127.0.0.1", "--dir", _directory.FullName, "--appendonly", "yes", "--appendfsync", "always", "--save", "");

    public Task KillAsync() => _process!.DisposeAsync().AsTask();

    public Task<string[]> RecordsAsync(string stream) => LastPartsOfKeysAsync($"*/state/eventstream/{stream}/*");

    /// <summary>What the cluster's directory has of a stream.</summary>
    public Task<string[]> DirectoryEntriesAsync(string stream) => LastPartsOfKeysAsync($"*/directory/eventstream/{stream}");

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private async Task<string[]> LastPartsOfKeysAsync(string pattern)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(Connection);
        var keys = redis.GetServer(Connection).KeysAsync(pattern: pattern);
        return await keys.Select(static key => key.ToString().Split('/')[^1]).Order(StringComparer.Ordinal).ToArrayAsync();
    }
}
