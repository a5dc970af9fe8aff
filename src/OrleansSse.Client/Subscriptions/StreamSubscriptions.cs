using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OrleansSse.Client.Subscriptions;

/// <summary>
/// The streams that this process follows. One observer object serves all of them; one timer renews their leases.
/// </summary>
internal sealed class StreamSubscriptions : BackgroundService
{
    private const int AttachChunk = 256;
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AttachPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan AttachJitter = TimeSpan.FromMilliseconds(250);
    // A stream that is out of reach is not waited for: its lease ends by itself.
    private static readonly TimeSpan Leave = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<Guid, StreamSubscription> _subscriptions = new();
    private readonly long _made;
    private readonly PushTarget _target;
    private readonly Lazy<IStreamObserver> _observer;
    private readonly IStreamObserver _near;

    /// <summary>Makes the table; leases are renewed once it has been started as a hosted service.</summary>
    public StreamSubscriptions(
        IGrainFactory grains, IOptions<StreamSubscriptionOptions> options, TimeProvider time, ILogger<StreamSubscriptions> logger)
    {
        (Grains, Options, Time, Logger, _made) = (new(grains), options.Value, time, logger, time.GetTimestamp());
        // Orleans holds observers weakly, so this object must.
        _target = new(this);
        _near = new NearTarget(_target);
        _observer = new(() => grains.CreateObjectReference<IStreamObserver>(_target));
    }

    internal IStreamObserver Observer => _observer.Value;

    /// <summary>The shortest way to an observer: to that of this process without messages.</summary>
    internal IStreamObserver Near(IStreamObserver observer) =>
        _observer.IsValueCreated && observer.GetGrainId() == _observer.Value.GetGrainId() ? _near : observer;

    internal EventStreamGrains Grains { get; }

    internal StreamSubscriptionOptions Options { get; }

    internal TimeProvider Time { get; }

    internal ILogger Logger { get; }

    /// <summary>Follows a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="subscriber">Who takes its events.</param>
    /// <param name="start">Where to start; later interruptions resume without loss.</param>
    public StreamSubscription Subscribe(StreamName stream, IStreamSubscriber subscriber, StreamStart start)
    {
        var subscription = new StreamSubscription(this, stream, subscriber, start) { NextRenewal = NextRenewal() };
        _subscriptions[subscription.Id] = subscription;
        subscription.Attach();
        return subscription;
    }

    /// <summary>Takes all leases again, at a pace, and not at the same moment as other processes.</summary>
    internal async Task AttachAllAsync(CancellationToken cancellation)
    {
        await Task.Delay(AttachJitter * Random.Shared.NextDouble(), Time, cancellation);
        foreach (var subscriptions in _subscriptions.Values.Chunk(AttachChunk))
        {
            foreach (var subscription in subscriptions) subscription.Attach();
            await Task.Delay(AttachPause, Time, cancellation);
        }
    }

    /// <summary>Gives all leases up, so that no stream goes on telling a process that is gone.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(_subscriptions.Values.Select(static subscription => subscription.DisposeAsync().AsTask()))
            .WaitAsync(Leave, Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    internal bool Remove(StreamSubscription subscription) =>
        _subscriptions.TryRemove(KeyValuePair.Create(subscription.Id, subscription));

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, Time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var now = Now;
            foreach (var (_, subscription) in _subscriptions)
            {
                if (subscription.NextRenewal > now) continue;
                subscription.NextRenewal = NextRenewal();
                _ = subscription.RenewAsync();
            }
        }
    }

    // Not of the clock: when that is set back, leases must be renewed all the same.
    private TimeSpan Now => Time.GetElapsedTime(_made);

    internal TimeSpan NextRenewal() => Now + Options.RenewalInterval * (0.8 + 0.4 * Random.Shared.NextDouble());

    // A grain is not to wait for what a subscriber does with its events.
    private sealed class NearTarget(PushTarget target) : IStreamObserver
    {
        public Task Push(EventPush push) => Task.Run(() => target.Push(push));

        public Task LeaseLost(Guid lease) => target.LeaseLost(lease);
    }

    private sealed class PushTarget(StreamSubscriptions owner) : IStreamObserver
    {
        public Task Push(EventPush push) =>
            owner._subscriptions.TryGetValue(push.Lease, out var subscription) ? subscription.PushAsync(push) : Task.CompletedTask;

        public Task LeaseLost(Guid lease)
        {
            if (owner._subscriptions.TryGetValue(lease, out var subscription)) subscription.Attach();
            return Task.CompletedTask;
        }
    }
}
