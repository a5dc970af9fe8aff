using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansSse.AspNetCore.FanOut;

namespace OrleansSse.AspNetCore.Lifetime;

/// <summary>
/// Ends all subscriptions when the gateway stops, before it stops listening: it is no longer ready, new subscribers are told to come
/// back, and each that is here is ended at a moment of its own, at the end of a frame and with a pause of its own.
/// </summary>
internal sealed partial class GatewayDrain(
    FanOutContext context, FanOutLoops loops, IOptions<GatewayOptions> options, TimeProvider time, ILogger<GatewayDrain> logger)
    : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PerConnection = TimeSpan.FromMilliseconds(5);

    // A request whose client did not know yet is on its way for no longer.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _begun = new();
    private readonly CancellationTokenSource _ended = new(Timeout.InfiniteTimeSpan, time);

    /// <summary>True once the gateway is about to stop.</summary>
    public bool HasBegun => context.IsDraining;

    /// <summary>Cancelled when the gateway is about to stop.</summary>
    public CancellationToken Begun => _begun.Token;

    /// <summary>Cancelled a second after all that could be ended has ended, and the gateway stops listening: nothing that is not here comes any more.</summary>
    public CancellationToken Ended => _ended.Token;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await DrainAsync(cancellationToken);
        }
        finally
        {
            _ended.CancelAfter(Grace);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _begun.Dispose();
        _ended.Dispose();
    }

    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        var most = options.Value.DrainWindow;
        var connections = loops.Connections;
        var window = connections * PerConnection < most ? connections * PerConnection : most;
        context.Drain(window);
        await _begun.CancelAsync();
        if (connections > 0) Log.Draining(logger, connections, window);

        // Those who accept nothing have as long again.
        var started = time.GetTimestamp();
        using var timer = new PeriodicTimer(Tick, time);
        do
        {
            loops.Inspect();
        }
        while (loops.Connections > 0 && time.GetElapsedTime(started) < window + most && await timer.WaitForNextTickAsync(cancellationToken));
    }
}
