namespace OrleansSse.Client.Publishing;

/// <summary>
/// A publish that is not settled yet, over all its attempts. As long as it waits to be sent for the first time, others may join it, and are then made with
/// it or not at all.
/// </summary>
/// <param name="request">What to publish, with a key.</param>
/// <param name="publisher">Who publishes, of those that share this process.</param>
/// <param name="mayBeJoined">True if it has no condition, and nobody will give it up.</param>
/// <param name="started">The timestamp at which it began.</param>
/// <param name="cancellation">Tells that nobody waits for it any more.</param>
internal sealed class PendingPublish(PublishRequest request, object publisher, bool mayBeJoined, long started, CancellationToken cancellation)
{
    // Beyond this, it costs no less to be part of a larger one.
    private const int MaxEvents = 256;
    private const int MaxWeight = 128 * 1024;

    private PublishRequest _request = request;
    private List<EventData[]>? _parts;
    private TaskCompletionSource<PublishedTogether>? _together;
    private TaskCompletionSource<PublishResult>? _attempt;
    private bool _wasSent;

    /// <summary>What it counts for against bounds of what may be pending.</summary>
    public long Weight { get; private set; } = PublishWeight.Of(request);

    public int Events { get; private set; } = request.Events.Length;

    /// <summary>What is all or none: its own events, and then those of each that has joined; null if none has.</summary>
    public IReadOnlyList<EventData[]>? Parts => _parts;

    public object Publisher => publisher;

    public long Started => started;

    /// <summary>Attempts that have begun.</summary>
    public int Attempts { get; private set; }

    /// <summary>Completes when the attempt ends that began last.</summary>
    public Task<PublishResult> Attempt => _attempt!.Task;

    /// <summary>True if nobody waits for it any more.</summary>
    public bool IsAbandoned => cancellation.IsCancellationRequested;

    /// <summary>True if others may join while it waits; not once it may have been sent.</summary>
    public bool MayBeJoined => mayBeJoined && Attempts == 1;

    /// <summary>True if another of the same publisher may join.</summary>
    public bool HasRoom(object other, int events, long weight) =>
        Events + events <= MaxEvents && Weight + weight <= MaxWeight && publisher.Equals(other);

    /// <summary>Adds a publish, which is settled with this one.</summary>
    public JoinedPublish Join(EventData[] events, long weight)
    {
        _parts ??= [_request.Events];
        _together ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
        var joined = new JoinedPublish(_together.Task, _parts.Count, Events, events.Length);
        _parts.Add(events);
        (Events, Weight) = (Events + events.Length, Weight + weight);
        return joined;
    }

    /// <summary>Begins an attempt; the one before has ended.</summary>
    public void Begin()
    {
        Attempts++;
        _attempt = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>What is sent now.</summary>
    /// <param name="age">The time since it began.</param>
    public PublishRequest Send(TimeSpan age)
    {
        if (!_wasSent && _parts is not null) _request = _request with { Events = [.. _parts.SelectMany(static events => events)] };
        // A key that was never sent is as old as its publisher says; from then on, and if it has been in use before, its age grows.
        var isNew = !_wasSent && _request.KeyAge == TimeSpan.Zero;
        _wasSent = true;
        return isNew || _request.KeyAge is not { } before ? _request : _request with { KeyAge = before + age };
    }

    public void End(PublishReport report)
    {
        if (report.Error is { } error) Fail(error);
        else _attempt!.TrySetResult(report.Result!);
    }

    public void Fail(Exception exception) => _attempt!.TrySetException(exception);

    public void Abandon() => _attempt!.TrySetCanceled(cancellation);

    /// <summary>Tells those who have joined what became of all.</summary>
    public void Settle(PublishedTogether together) => _together?.SetResult(together);
}
