namespace OrleansSse.Client.Publishing;

/// <summary>
/// A publish that is not settled yet, over all its attempts. As long as it waits to be sent for the first time, others may join it, and are then made with
/// it or not at all.
/// </summary>
/// <param name="request">What to publish, with a key.</param>
/// <param name="publisher">Who publishes, of those that share this process.</param>
/// <param name="mayBeJoined">True if it has no condition.</param>
/// <param name="started">The timestamp at which it began.</param>
/// <param name="cancellation">Tells that who began it waits no longer.</param>
internal sealed class PendingPublish(PublishRequest request, object publisher, bool mayBeJoined, long started, CancellationToken cancellation)
{
    // Beyond this, it costs no less to be part of a larger one.
    private const int MaxEvents = 256;
    private const int MaxWeight = 128 * 1024;

    private PublishRequest _request = request;
    private List<Part>? _parts;
    private int[] _firsts = [];
    private TaskCompletionSource<PublishedTogether>? _together;
    private TaskCompletionSource<PublishResult>? _attempt;
    private bool _wasSent;

    /// <summary>What it counts for against bounds of what may be pending.</summary>
    public long Weight { get; private set; } = PublishWeight.Of(request);

    public int Events { get; private set; } = request.Events.Length;

    /// <summary>True if another has joined.</summary>
    public bool IsShared => _parts is not null;

    public object Publisher => publisher;

    public long Started => started;

    /// <summary>Attempts that have begun.</summary>
    public int Attempts { get; private set; }

    /// <summary>Completes when the attempt ends that began last.</summary>
    public Task<PublishResult> Attempt => _attempt!.Task;

    /// <summary>True if nobody waits for it any more.</summary>
    public bool IsAbandoned => _parts?.TrueForAll(static part => part.IsAbandoned) ?? cancellation.IsCancellationRequested;

    /// <summary>True if others may join while it waits; not once it may have been sent.</summary>
    public bool MayBeJoined => mayBeJoined && Attempts == 1;

    /// <summary>True if another of the same publisher may join.</summary>
    public bool HasRoom(object other, int events, long weight) =>
        Events + events <= MaxEvents && Weight + weight <= MaxWeight && publisher.Equals(other);

    /// <summary>Adds a publish, which is settled with this one.</summary>
    public JoinedPublish Join(EventData[] events, long weight, CancellationToken given)
    {
        _parts ??= [new(_request.Events, cancellation)];
        _together ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
        _parts.Add(new(events, given));
        (Events, Weight) = (Events + events.Length, Weight + weight);
        return new(_together.Task, _parts.Count - 1, events.Length);
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
        if (!_wasSent && _parts is not null) _request = _request with { Events = Unite(_parts) };
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
    /// <returns>What became of who began it.</returns>
    public PublishResult Settle(PublishResult all)
    {
        if (_parts is null) return all;
        _together!.SetResult(new(all, _firsts));
        return JoinedPublish.ResultOf(all, _firsts[0], _parts[0].Events.Length);
    }

    /// <summary>Tells them that all failed.</summary>
    public void Settle(Exception failure) => _together!.SetResult(new(Failure: failure));

    /// <summary>Has each be made by itself, in their order.</summary>
    /// <returns>What becomes of who began it.</returns>
    public Task<PublishResult> SettleEach(Func<EventData[], CancellationToken, Task<PublishResult>> publish)
    {
        var each = _parts!.ConvertAll(part => publish(part.Events, part.Cancellation));
        _together!.SetResult(new(Each: each));
        return each[0];
    }

    // Whoever has given up by now is not sent.
    private EventData[] Unite(List<Part> parts)
    {
        var events = new List<EventData>(Events);
        _firsts = new int[parts.Count];
        for (var i = 0; i < _firsts.Length; i++)
        {
            _firsts[i] = events.Count;
            if (!parts[i].IsAbandoned) events.AddRange(parts[i].Events);
        }

        return events.Count > 0 ? [.. events] : parts[0].Events;
    }

    private readonly record struct Part(EventData[] Events, CancellationToken Cancellation)
    {
        public bool IsAbandoned => Cancellation.IsCancellationRequested;
    }
}
