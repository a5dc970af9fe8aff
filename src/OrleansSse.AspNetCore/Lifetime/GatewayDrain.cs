using Microsoft.Extensions.Hosting;
using OrleansSse.AspNetCore.FanOut;

namespace OrleansSse.AspNetCore.Lifetime;

/// <summary>Ends all subscriptions when the gateway stops, each at the end of a frame and with a pause of its own.</summary>
internal sealed class GatewayDrain(IHostApplicationLifetime lifetime, FanOutContext context, FanOutLoops loops) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(() =>
        {
            context.Drain();
            loops.Inspect();
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
