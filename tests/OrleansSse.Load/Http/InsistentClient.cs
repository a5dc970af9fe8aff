using System.Collections.Concurrent;

namespace OrleansSse.Load.Http;

/// <summary>
/// Publishes events under idempotency keys, each again and again until it is acknowledged, over all gateways in turn, as
/// through a load balancer. Any thread may use it.
/// </summary>
/// <param name="gateways">A client for each gateway.</param>
/// <param name="limit">After this long an event is given up.</param>
internal sealed class InsistentClient(IReadOnlyList<StreamClient> gateways, TimeSpan limit)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, int> _failures = new();
    private int _turn;

    /// <summary>How often an event was tried in vain, by what came of it.</summary>
    public IReadOnlyDictionary<string, int> Failures => _failures;

    /// <summary>Publishes one event until it is acknowledged; null when it was given up.</summary>
    /// <exception cref="RunFailedException">A gateway refuses it for good.</exception>
    public async Task<Acknowledgement?> InsistAsync(string stream, string data, string key, CancellationToken cancel)
    {
        var time = TimeProvider.System;
        for (var started = time.GetTimestamp(); time.GetElapsedTime(started) < limit; await Task.Delay(Pause, time, cancel))
        {
            var (acknowledgement, failure) = await TryAsync(stream, data, key, cancel);
            if (acknowledgement is not null) return acknowledgement;
            _failures.AddOrUpdate(failure!, 1, static (_, count) => count + 1);
        }

        return null;
    }

    /// <summary>Tries the next gateway that listens.</summary>
    private async Task<PublishAttempt> TryAsync(string stream, string data, string key, CancellationToken cancel)
    {
        var attempt = default(PublishAttempt);
        var turn = Interlocked.Increment(ref _turn);
        for (var tried = 0; tried < gateways.Count; tried++)
        {
            attempt = await gateways[(int)((uint)(turn + tried) % gateways.Count)].TryPublishAsync(stream, data, key, Patience, cancel);
            if (attempt.Failure != PublishAttempt.Refused) break;
        }

        return attempt;
    }
}
