using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansSse.AspNetCore.FanOut;
using OrleansSse.AspNetCore.Frames;
using OrleansSse.AspNetCore.Relay;
using OrleansSse.Client.Subscriptions;
using OrleansSse.Client.Tests.Fakes;

namespace OrleansSse.AspNetCore.Tests.FanOut;

/// <summary>What a gateway is without sockets: relays of fake streams, loops, and a clock that a test moves.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    private readonly FakeGrains _grains = FakeGrains.Create();
    private readonly List<TestSubscriber> _subscribers = [];

    public TestGateway(int ringFrames = 4096)
    {
        Settings = new() { RingFrames = ringFrames, RetryMin = TimeSpan.FromSeconds(2), RetryMax = TimeSpan.FromSeconds(2) };
        Loops = new(NullLogger<FanOutLoop>.Instance);
        Context = new(Options.Create(Settings), Time, NullLogger<SubscriberConnection>.Instance);
        Subscriptions = new(_grains.Factory, Options.Create(new StreamSubscriptionOptions()), Time, NullLogger<StreamSubscriptions>.Instance);
        Relays = new(Subscriptions, Loops, Options.Create(Settings), Time);
        Relay = Relays.Acquire(StreamName.Default);
    }

    public GatewayOptions Settings { get; }

    public FakeTimeProvider Time { get; } = new();

    public FanOutLoops Loops { get; }

    public FanOutContext Context { get; }

    public StreamSubscriptions Subscriptions { get; }

    public StreamRelays Relays { get; }

    /// <summary>The relay of <see cref="Stream"/>.</summary>
    public StreamRelay Relay { get; }

    public IGrainFactory Grains => _grains.Factory;

    public FakeMembership Membership => _grains.Membership;

    public FakeStream Stream => _grains[StreamName.Default];

    public FakeStream StreamOf(StreamName name) => _grains[name];

    /// <summary>A gateway whose relay stands at the head of a stream of so many events.</summary>
    public static async Task<TestGateway> StartAsync(int events = 0, int ringFrames = 4096)
    {
        var gateway = new TestGateway(ringFrames);
        gateway.Stream.Begin();
        if (events > 0) gateway.Stream.Append(events);
        await gateway.Relay.Started.Within("the start of the relay");
        await gateway.Relay.RefreshAsync().Within("the relay at the head");
        return gateway;
    }

    /// <summary>A subscriber that begins at the ring's head.</summary>
    public TestSubscriber Join(FrameFormat? format = null, int patience = int.MaxValue, int taken = int.MaxValue)
    {
        var subscriber = Connect(format, patience, taken);
        subscriber.Connection.StartLive(Relay.Ring.Head);
        return subscriber;
    }

    /// <summary>A subscriber that begins in history.</summary>
    public TestSubscriber Join(StreamStart start, FrameFormat? format = null, int patience = int.MaxValue, int taken = int.MaxValue)
    {
        var subscriber = Connect(format, patience, taken);
        subscriber.Connection.StartFromHistory(start);
        return subscriber;
    }

    /// <summary>A subscriber that has not begun yet.</summary>
    public TestSubscriber Connect(FrameFormat? format = null, int patience = int.MaxValue, int taken = int.MaxValue)
    {
        var subscriber = new TestSubscriber(this, format ?? FrameFormat.Plain, patience, taken);
        _subscribers.Add(subscriber);
        return subscriber;
    }

    public Task PassAsync(TimeSpan step, Func<bool> isTrue, string missing) => Condition.UntilAsync(isTrue, missing, () =>
    {
        Time.Advance(step);
        Loops.Inspect();
    });

    public async ValueTask DisposeAsync()
    {
        Stream.Before = Stream.After = static _ => Task.CompletedTask;
        Relays.Release(Relay);
        await Relay.DisposeAsync();
        Subscriptions.Dispose();
        foreach (var subscriber in _subscribers)
        {
            subscriber.Dispose();
            Assert.Empty(subscriber.Output.Wrong);
        }
    }
}
