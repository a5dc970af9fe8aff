using OrleansSse.Hosting.Tests.Servers;

namespace OrleansSse.AzureStorage.Tests;

/// <summary>Azure Storage as its emulator has it, with the members of clusters in a table.</summary>
public abstract class AzuriteServer : IStorageServer
{
    // The emulator's account, the same everywhere.
    private const string Account =
        "AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("orleanssse-azurite-");
    private readonly int _blobs = LoopbackPort.Find();
    private readonly int _queues = LoopbackPort.Find();
    private readonly int _tables = LoopbackPort.Find();
    private ServerProcess? _process;

    public IReadOnlyDictionary<string, string> Clustering => new Dictionary<string, string>
    {
        ["ProviderType"] = "AzureTableStorage",
        ["ConnectionString"] = Connection,
    };

    public abstract IReadOnlyDictionary<string, string> Storage { get; }

    protected string Connection =>
        $"DefaultEndpointsProtocol=http;{Account};BlobEndpoint=http://127.0.0.1:{_blobs}/devstoreaccount1;TableEndpoint=http://127.0.0.1:{_tables}/devstoreaccount1;";

    public abstract Task<string[]> RecordsAsync(string stream);

    public async Task StartAsync() => _process = await ServerProcess.StartAsync(
        _tables,
        ServerProgram.Find("azurite", "npm && npm install --global azurite@3.35.0", []),
        "--location", _directory.FullName, "--skipApiVersionCheck", "--disableTelemetry", "--silent",
        "--blobPort", $"{_blobs}", "--queuePort", $"{_queues}", "--tablePort", $"{_tables}");

    // The emulator, unlike what it emulates, would lose what it answered in the last seconds.
    public Task KillAsync() => _process!.StopAsync();

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _directory.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }
}
