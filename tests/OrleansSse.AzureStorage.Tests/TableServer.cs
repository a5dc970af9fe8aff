using Azure.Data.Tables;

namespace OrleansSse.AzureStorage.Tests;

/// <summary>History in a table.</summary>
public sealed class TableServer : AzuriteServer
{
    private const string Table = "History";

    public override IReadOnlyDictionary<string, string> Storage => new Dictionary<string, string>
    {
        ["ProviderType"] = "AzureTableStorage",
        ["ConnectionString"] = Connection,
        ["TableName"] = Table,
    };

    public override async Task<string[]> RecordsAsync(string stream)
    {
        var rows = new TableClient(Connection, Table).QueryAsync<TableEntity>(row => row.PartitionKey == $"tests_eventstream_{stream}");
        return await rows.Select(static row => row.RowKey).Order(StringComparer.Ordinal).ToArrayAsync();
    }
}
