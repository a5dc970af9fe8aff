using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using OrleansSse.AspNetCore.FanOut;

namespace OrleansSse.AspNetCore.Lifetime;

/// <summary>Ready when the process has started, is not about to stop, and any silo answers.</summary>
internal sealed class GatewayReadiness(IHostApplicationLifetime lifetime, FanOutContext fanOut, IGrainFactory grains, TimeProvider time) : IHealthCheck
{
    private const int Keys = 64, Asked = 8;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!lifetime.ApplicationStarted.IsCancellationRequested) return HealthCheckResult.Unhealthy("Starting.");
        if (fanOut.IsDraining) return HealthCheckResult.Unhealthy("Stopping.");
        try
        {
            var isReady = await AnyAnswersAsync().WaitAsync(Limit, time, cancellationToken);
            return isReady ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("No silo answers.");
        }
        catch (TimeoutException exception)
        {
            return HealthCheckResult.Unhealthy("No silo answers.", exception);
        }
    }

    // Every silo answers this by itself, and the key chooses which. If only one were asked, a lost silo would have a balancer take away all gateways.
    private async Task<bool> AnyAnswersAsync()
    {
        var first = Random.Shared.Next(Keys);
        var answers = Enumerable.Range(first, Asked).Select(key => grains.GetGrain<IMembershipGrain>(key).GetActiveSilos());
        await foreach (var answer in Task.WhenEach(answers))
        {
            if (answer.IsCompletedSuccessfully) return true;
        }

        return false;
    }
}
