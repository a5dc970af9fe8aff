using System.Collections.Concurrent;

namespace OrleansSse.Client.Publishing;

/// <summary>
/// The lanes of a process: one for each stream that is published to. Now and then, and when there are many, those are forgotten that were not used since the
/// time before.
/// </summary>
internal sealed class PublishLanes : IDisposable
{
    private static readonly TimeSpan ForgettingPeriod = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<StreamName, PublishLane> _lanes = new();
    private readonly FairShares<PublishLane> _pending;
    private readonly Lock _pendingLock = new();
    private readonly Lock _forgetting = new();
    private readonly EventStreamGrains _grains;
    private readonly StreamPublisherOptions _options;
    private readonly ITimer _timer;
    private int _forgetAt;

    public PublishLanes(IGrainFactory grains, StreamEntrances? entrances, StreamPublisherOptions options, TimeProvider time)
    {
        (_grains, Entrances, _options, Time) = (new(grains), entrances, options, time);
        (_pending, _forgetAt) = (new(options.MaxTotalPendingBytes), options.KeptLanes);
        _timer = time.CreateTimer(static lanes => ((PublishLanes)lanes!).Forget(), this, ForgettingPeriod, ForgettingPeriod);
    }

    public TimeProvider Time { get; }

    /// <summary>The entrances of silos; null in a silo, which knows by itself where a stream is.</summary>
    public StreamEntrances? Entrances { get; }

    public long MaxPendingBytes => _options.MaxPendingBytes;

    /// <summary>Lanes that are not forgotten.</summary>
    public int Count => _lanes.Count;

    /// <summary>What is pending in all lanes.</summary>
    public long PendingBytes
    {
        get
        {
            lock (_pendingLock) return _pending.Bytes;
        }
    }

    /// <summary>Takes a publish into the lane of its stream.</summary>
    /// <exception cref="StreamOverloadedException">Too much is pending there, or in this process.</exception>
    public PublishLane Enter(StreamName stream, PendingPublish publish)
    {
        while (true)
        {
            var lane = _lanes.TryGetValue(stream, out var known) ? known : Add(stream);
            if (lane.TryEnter(publish)) return lane;
            _lanes.TryRemove(KeyValuePair.Create(stream, lane));
        }
    }

    /// <summary>Has a publish join another that waits; null if there is none.</summary>
    /// <exception cref="StreamOverloadedException">Too much is pending there, or in this process.</exception>
    public JoinedPublish? Join(StreamName stream, EventData[] events, object publisher, CancellationToken cancellation) =>
        _lanes.TryGetValue(stream, out var lane) ? lane.Join(events, publisher, cancellation) : null;

    /// <summary>Adds to what is pending in a lane; false if it is to be refused.</summary>
    public bool TryAdd(PublishLane lane, long bytes)
    {
        lock (_pendingLock) return _pending.TryAdd(lane, bytes);
    }

    /// <summary>What was added is pending no longer.</summary>
    public void Remove(PublishLane lane, long bytes)
    {
        lock (_pendingLock) _pending.Remove(lane, bytes);
    }

    /// <summary>The time since a publish began.</summary>
    public TimeSpan AgeOf(PendingPublish publish) => Time.GetElapsedTime(publish.Started);

    /// <summary>True if it is too late to send it.</summary>
    public bool IsLate(PendingPublish publish) => AgeOf(publish) >= _options.Deadline + _options.AttemptTimeout;

    /// <summary>After how long an attempt is given up. One lost connection costs little, and storage that is slow is not asked over and over.</summary>
    public TimeSpan TimeoutOf(int attempt) => Doubling.Of(_options.FirstAttemptTimeout, attempt, _options.AttemptTimeout);

    public void Dispose() => _timer.Dispose();

    private PublishLane Add(StreamName stream)
    {
        var lane = _lanes.GetOrAdd(stream, static (stream, lanes) => new(stream, lanes._grains.Get(stream), lanes), this);
        lock (_forgetting)
        {
            // Only when they have doubled, so that it costs little each time one is made.
            if (_lanes.Count > _forgetAt) Forget();
        }

        return lane;
    }

    private void Forget()
    {
        lock (_forgetting)
        {
            foreach (var (stream, lane) in _lanes)
            {
                if (lane.TryForget()) _lanes.TryRemove(KeyValuePair.Create(stream, lane));
            }

            _forgetAt = Math.Max(_options.KeptLanes, 2 * _lanes.Count);
        }
    }
}
