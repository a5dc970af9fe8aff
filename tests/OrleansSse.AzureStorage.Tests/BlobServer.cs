using Azure.Storage.Blobs;

namespace OrleansSse.AzureStorage.Tests;

/// <summary>History in blobs.</summary>
public sealed class BlobServer : AzuriteServer
{
    private const string Container = "history";

    public override IReadOnlyDictionary<string, string> Storage => new Dictionary<string, string>
    {
        ["ProviderType"] = "AzureBlobStorage",
        ["ConnectionString"] = Connection,
        ["ContainerName"] = Container,
    };

    public override async Task<string[]> RecordsAsync(string stream)
    {
        var suffix = $"-eventstream/{stream}.json";
        var blobs = new BlobContainerClient(Connection, Container).GetBlobsAsync();
        return await blobs
            .Where(blob => blob.Name.EndsWith(suffix, StringComparison.Ordinal))
            .Select(blob => blob.Name[..^suffix.Length])
            .Order(StringComparer.Ordinal)
            .ToArrayAsync();
    }
}
