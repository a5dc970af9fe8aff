namespace OrleansSse.Client.Subscriptions;

/// <summary>
/// One stream as one process follows it. It is either live (pushes that continue what it has are handed on) or
/// reading (what it lacks comes from the grain by pages); whatever goes wrong, the mend is to read.
/// </summary>
internal sealed partial class StreamSubscription : IAsyncDisposable
{
    private readonly StreamSubscriptions _owner;
    private readonly IStreamSubscriber _subscriber;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource<StreamPosition> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StreamStart _start;
    private StreamPosition _position;
    private bool _hasStarted;
    private bool _isCompleted;
    private TaskCompletionSource? _reading;
    private bool _attach;
    private bool _again;

    internal StreamSubscription(StreamSubscriptions owner, StreamName stream, IStreamSubscriber subscriber, StreamStart start)
    {
        (_owner, Stream, _subscriber, _start) = (owner, stream, subscriber, start);
        Grain = owner.Grains.Get(stream);
    }

    /// <summary>The stream.</summary>
    public StreamName Stream { get; }

    /// <summary>The stream's grain.</summary>
    public IEventStreamGrain Grain { get; }

    /// <summary>Completes when the subscription stands for the first time, with where the stream stood then: all that comes later is told.</summary>
    public Task<StreamPosition> Started => _started.Task;

    /// <summary>Reads up to the head, if pushes have not brought the subscription there; completes when it is live again.</summary>
    public Task RefreshAsync()
    {
        lock (_lock)
        {
            Require(attach: false);
            return _reading?.Task ?? Task.CompletedTask;
        }
    }

    /// <summary>Is cancelled when the subscription ends, also when the process stops.</summary>
    internal CancellationToken Stopping => _stopping.Token;

    internal Guid Id { get; } = Guid.NewGuid();

    internal TimeSpan NextRenewal { get; set; }

    /// <summary>Ends the subscription and gives the lease up; the subscriber is told nothing more.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_owner.Remove(this)) return;
        await _stopping.CancelAsync();
        // What the subscriber is being told at this moment is over once the lock is had.
        lock (_lock) _started.TrySetCanceled(_stopping.Token);
        try
        {
            await Grain.Detach(Id).WaitAsync(_owner.Options.AttemptTimeout, _owner.Time);
        }
        catch (Exception exception)
        {
            // The lease ends by itself.
            Log.DetachFailed(_owner.Logger, Stream, exception);
        }
    }

    internal void Attach() => Require(attach: true);

    internal async Task RenewAsync()
    {
        try
        {
            var head = await LimitedAsync(Grain.Renew(Id));
            if (head is null) Attach();
            else if (head != Head) Require(attach: false);
        }
        catch (Exception exception)
        {
            Log.LeaseUnknown(_owner.Logger, Stream, exception);
            Attach();
        }
    }

    /// <summary>Takes a push. While the subscription reads, the stream waits: its next push then continues what was read.</summary>
    internal async Task PushAsync(EventPush push)
    {
        while (true)
        {
            Task reading;
            lock (_lock)
            {
                if (_stopping.IsCancellationRequested) return;
                if (_reading is null)
                {
                    if (!TryTake(push)) Require(attach: false);
                    else if (push.Renews) NextRenewal = _owner.NextRenewal();
                    return;
                }

                reading = _reading.Task;
            }

            await reading;
        }
    }

    private StreamHead Head
    {
        get
        {
            lock (_lock) return new(_position, _isCompleted);
        }
    }

    private bool TryTake(EventPush push)
    {
        try
        {
            if (!Continues(push)) return false;
            if (push.IsCompleted && push.Head == _position) Complete();
            return true;
        }
        catch (Exception exception)
        {
            // The subscriber failed: it is told once more, by reading.
            Log.FollowingFailed(_owner.Logger, Stream, exception);
            return false;
        }
    }

    // False when the push does not join on to what is known.
    private bool Continues(EventPush push)
    {
        var isSameEpoch = push.Head.Epoch == _position.Epoch;
        if (isSameEpoch && push.Head.Sequence <= _position.Sequence) return true;
        if (push.Events is []) return false;

        // The origin is the same in all epochs: what comes after it may be of one that is lost.
        if (_position.IsOrigin) return false;
        if (push.After == _position) Deliver(push.Events);
        else if (!isSameEpoch || push.After.Sequence > _position.Sequence) return false;
        else if (push.Events[^1].Id.Sequence > _position.Sequence) Deliver(push.Events.AsSpan((int)(_position.Sequence - push.After.Sequence)));
        return true;
    }

    private void Require(bool attach)
    {
        lock (_lock)
        {
            _attach |= attach;
            _again = true;
            if (_reading is not null || _stopping.IsCancellationRequested) return;
            _reading = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _ = Task.Run(ReadToHeadAsync);
        }
    }

    private void Take(HistoryPage page)
    {
        var next = _start.Next(page);
        // Without a gap, a subscription moves only from the origin: to where the stream's first epoch begins.
        if (!_hasStarted || (page.Gap is null && page.From != _position)) _subscriber.OnStarted(page.From);
        if (page.Gap is not null) _subscriber.OnGap(page.Gap);
        // What is completed stays so, unless it begins anew elsewhere.
        _isCompleted &= page.From == _position;
        (_position, _hasStarted) = (page.From, true);
        Deliver(page.Events);
        (_start, _position) = (next, page.To);
        if (page.IsEnd) Complete();
        _started.TrySetResult(page.Head);
    }

    private void Complete()
    {
        if (_isCompleted) return;
        _subscriber.OnCompleted();
        _isCompleted = true;
    }

    // A subscriber that throws has not taken them, and is told once more.
    private void Deliver(ReadOnlySpan<StreamEvent> events)
    {
        if (events.IsEmpty) return;
        _subscriber.OnEvents(events);
        _position = events[^1].Id;
    }
}
