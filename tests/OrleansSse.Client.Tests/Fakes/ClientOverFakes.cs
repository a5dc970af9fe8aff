using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansSse.Client.Publishing;
using OrleansSse.Client.Subscriptions;

namespace OrleansSse.Client.Tests.Fakes;

/// <summary>The client API over fake streams, with a clock that a test moves.</summary>
internal sealed class ClientOverFakes : IAsyncDisposable
{
    private readonly FakeGrains _grains = FakeGrains.Create();
    private readonly StreamSubscriptions _subscriptions;

    public ClientOverFakes(Action<EventStreamClientOptions>? configure = null)
    {
        configure?.Invoke(Settings);
        var attempts = Options.Create(new StreamSubscriptionOptions());
        _subscriptions = new(_grains.Factory, attempts, Time, NullLogger<StreamSubscriptions>.Instance);
        var publisher = new StreamPublisher(_grains.Factory, Options.Create(new StreamPublisherOptions()), Time, NullLogger<StreamPublisher>.Instance);
        Streams = new EventStreams(
            _grains.Factory, publisher, _subscriptions, Options.Create(Settings), attempts, Time, NullLogger<EventStreams>.Instance);
        Stream = Streams.GetStream(StreamName.Default);
    }

    public EventStreamClientOptions Settings { get; } = new() { MaxBatchEvents = 10, MaxBufferEvents = 10, MaxBufferBytes = 100, BroadcastParallelism = 3 };

    public SettableClock Time { get; } = new();

    public IEventStreams Streams { get; }

    /// <summary>A stream, as its users see it.</summary>
    public IEventStreamClient Stream { get; }

    /// <summary>The same stream from the other side.</summary>
    public FakeStream Grain => _grains[StreamName.Default];

    /// <summary>Another stream from the other side.</summary>
    public FakeStream GrainOf(string name) => _grains[StreamName.Parse(name)];

    /// <summary>Lets time pass until a task has ended.</summary>
    public Task EndAsync(Task task, string missing) => Condition.UntilAsync(() => task.IsCompleted, missing, () => Time.Advance(TimeSpan.FromMilliseconds(50)));

    /// <summary>Stops as the process does.</summary>
    public Task StopAsync() => _subscriptions.StopAsync(default);

    public async ValueTask DisposeAsync()
    {
        await _subscriptions.StopAsync(default);
        _subscriptions.Dispose();
    }
}
