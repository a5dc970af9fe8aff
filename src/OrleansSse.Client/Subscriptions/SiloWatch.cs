using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OrleansSse.Client.Subscriptions;

/// <summary>
/// Asks every second which silos there are, and has every lease taken again when one has gone: activations went with it, and
/// pushes that were on their way through it, of which the streams hear only when they time out.
/// </summary>
internal sealed partial class SiloWatch(IGrainFactory grains, StreamSubscriptions subscriptions, TimeProvider time, ILogger<SiloWatch> logger)
    : BackgroundService
{
    // A client sends all calls of one key through the same silo: with many keys one that is lost does not answer only some of them.
    private const int Keys = 64;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private ActiveSilos _known = new(long.MinValue, []);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await LookAsync(stoppingToken);
    }

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        ActiveSilos silos;
        try
        {
            silos = await grains.GetGrain<IMembershipGrain>(Random.Shared.Next(Keys)).GetActiveSilos().WaitAsync(Interval, time, stoppingToken);
        }
        catch (Exception exception) when (Unanswered.Is(exception))
        {
            Log.NoAnswer(logger, exception);
            return;
        }

        // Silos do not hear of changes at the same moment.
        if (silos.Version <= _known.Version) return;
        SiloAddress[] gone = [.. _known.Silos.Except(silos.Silos)];
        _known = silos;
        if (gone.Length == 0) return;
        Log.SilosGone(logger, gone.Length, silos.Silos.Length);
        await subscriptions.AttachAllAsync(stoppingToken);
    }
}
