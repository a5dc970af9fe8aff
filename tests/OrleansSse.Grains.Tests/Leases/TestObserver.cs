using OrleansSse.Grains.Tests.Cluster;

namespace OrleansSse.Grains.Tests.Leases;

/// <summary>A subscriber that remembers what it is told, and takes it as a test says.</summary>
internal sealed class TestObserver : IStreamObserver
{
    private readonly Lock _lock = new();
    private readonly List<EventPush> _pushes = [];
    private readonly List<Guid> _lost = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How a push is taken; the call is in flight until this ends.</summary>
    public Func<EventPush, Task> Taking { get; set; } = static _ => Task.CompletedTask;

    public EventPush[] Pushes
    {
        get
        {
            lock (_lock) return [.. _pushes];
        }
    }

    public Guid[] Lost
    {
        get
        {
            lock (_lock) return [.. _lost];
        }
    }

    /// <summary>The pushes' events, each of which continues what was told before.</summary>
    public StreamEvent[] EventsAfter(StreamPosition told)
    {
        var events = new List<StreamEvent>();
        foreach (var push in Pushes)
        {
            Assert.Equal(told, push.After);
            Assert.NotEmpty(push.Events);
            foreach (var streamEvent in push.Events)
            {
                Assert.Equal(told.IsOrigin ? 1 : told.Sequence + 1, streamEvent.Id.Sequence);
                told = streamEvent.Id;
                events.Add(streamEvent);
            }
        }

        return [.. events];
    }

    public Task Push(EventPush push)
    {
        lock (_lock) _pushes.Add(push);
        Change();
        return Taking(push);
    }

    public Task LeaseLost(Guid lease)
    {
        lock (_lock) _lost.Add(lease);
        Change();
        return Task.CompletedTask;
    }

    public async Task UntilAsync(Func<TestObserver, bool> condition, string missing)
    {
        while (true)
        {
            Task changed;
            lock (_lock) changed = _changed.Task;
            if (condition(this)) return;
            await changed.Within(missing);
        }
    }

    private void Change()
    {
        lock (_lock)
        {
            _changed.TrySetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
