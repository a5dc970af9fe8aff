using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace OrleansSse.Hosting;

internal static partial class HistoryStorage
{
    static partial void ConfigureAzure(IServiceCollection services)
    {
        services.Configure<AzureBlobStorageOptions>(Name, static blobs => blobs.DeleteStateOnClear = true);
        services.Configure<AzureTableStorageOptions>(Name, static table => table.DeleteStateOnClear = true);
    }
}
