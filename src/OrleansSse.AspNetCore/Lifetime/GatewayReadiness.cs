using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using OrleansSse.AspNetCore.FanOut;

namespace OrleansSse.AspNetCore.Lifetime;

/// <summary>Ready when the process has started, is not about to stop, and a silo answers.</summary>
internal sealed class GatewayReadiness(IHostApplicationLifetime lifetime, FanOutContext fanOut, IGrainFactory grains, TimeProvider time) : IHealthCheck
{
    private const int Keys = 64;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!lifetime.ApplicationStarted.IsCancellationRequested) return HealthCheckResult.Unhealthy("Starting.");
        if (fanOut.IsDraining) return HealthCheckResult.Unhealthy("Stopping.");
        try
        {
            // Every silo answers this by itself, and the key chooses which: one that is lost does not fail all checks.
            await grains.GetGrain<IMembershipGrain>(Random.Shared.Next(Keys)).GetActiveSilos().WaitAsync(Limit, time, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy("No silo answers.", exception);
        }
    }
}
