using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansSse.Client.Subscriptions;
using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.Client.Tests.Subscriptions;

/// <summary>One subscription to one fake stream, with a clock that a test moves.</summary>
internal sealed class Following : IAsyncDisposable
{
    private readonly FakeGrains _grains = FakeGrains.Create();
    private readonly StreamSubscriptions _subscriptions;
    private StreamSubscription? _subscription;

    public Following(bool isNew = false)
    {
        Stream = _grains[StreamName.Default];
        if (!isNew) Stream.Begin();
        Subscriber = new(Stream);
        _subscriptions = new(_grains.Factory, Options.Create(Settings), Time, NullLogger<StreamSubscriptions>.Instance);
    }

    public FakeMembership Membership => _grains.Membership;

    public static StreamSubscriptionOptions Settings { get; } = new();

    public SettableClock Time { get; } = new();

    public FakeStream Stream { get; }

    public RecordingSubscriber Subscriber { get; }

    public StreamSubscription Subscription => _subscription ?? throw new InvalidOperationException("Nothing is followed yet.");

    /// <summary>Follows the stream, and waits until the subscription stands.</summary>
    public async Task StartAsync(StreamStart start)
    {
        Begin(start);
        await Subscription.Started.Within("the start of the subscription");
        await IdleAsync();
    }

    /// <summary>Follows the stream.</summary>
    public void Begin(StreamStart start) => _subscription = _subscriptions.Subscribe(StreamName.Default, Subscriber, start);

    /// <summary>Has leases renewed from now on.</summary>
    public Task RenewAsync() => _subscriptions.StartAsync(default);

    /// <summary>Has the silos watched from now on.</summary>
    public SiloWatch Watch() => new(_grains.Factory, _subscriptions, Time, NullLogger<SiloWatch>.Instance);

    /// <summary>Stops as the process does.</summary>
    public Task StopAsync() => _subscriptions.StopAsync(default);

    /// <summary>Waits until the subscriber stands at the head, and no longer than pauses after failures take.</summary>
    public async Task HeadAsync()
    {
        await Condition.UntilAsync(() => Subscriber.Position == Stream.Head, $"the head {Stream.Head}; told: {string.Join(", ", Subscriber.Told)}");
        await IdleAsync();
    }

    /// <summary>Lets time pass in small steps until something is true.</summary>
    public Task PassAsync(TimeSpan step, Func<bool> isTrue, string missing) => Condition.UntilAsync(isTrue, missing, () => Time.Advance(step));

    public async ValueTask DisposeAsync()
    {
        await _subscriptions.StopAsync(default);
        _subscriptions.Dispose();
        Assert.Empty(Subscriber.Wrong);
    }

    // A refresh completes when nothing is being read, and so what is asserted next is all that there will be.
    private Task IdleAsync() => Subscription.RefreshAsync().Within("the end of reading");
}
