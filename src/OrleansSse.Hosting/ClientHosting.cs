using Microsoft.Extensions.Hosting;
using Orleans.Runtime.Messaging;

namespace OrleansSse.Hosting;

/// <summary>What a process that holds no streams does to reach those that do.</summary>
public static class ClientHosting
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>Makes the host a client of the configured cluster; it waits for the cluster's first silo as long as it takes.</summary>
    public static void UseEventStreamClient(this IHostApplicationBuilder builder) =>
        ProviderSettings.Apply(builder.Configuration, () => builder.UseOrleansClient(static client => client.UseConnectionRetryFilter(RetryAsync)));

    private static async Task<bool> RetryAsync(Exception exception, CancellationToken stopping)
    {
        // Anything else is not that the silos are late.
        if (exception is not (OrleansMessageRejectionException or ConnectionFailedException)) return false;
        await Task.Delay(RetryDelay, TimeProvider.System, stopping);
        return true;
    }
}
