using Microsoft.Extensions.Hosting;
using OrleansSse.AspNetCore.FanOut;
using OrleansSse.AspNetCore.Relay;

namespace OrleansSse.AspNetCore.Lifetime;

/// <summary>The one timer of a gateway: heartbeats, stalls, age, and relays that nobody uses.</summary>
internal sealed class GatewayClock(FanOutLoops loops, StreamRelays relays, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            loops.Inspect();
            // Not awaited: a stream that does not answer must not hold up all heartbeats.
            _ = relays.SweepAsync();
        }
    }
}
