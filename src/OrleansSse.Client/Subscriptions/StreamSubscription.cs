namespace OrleansSse.Client.Subscriptions;

/// <summary>
/// One stream as one process follows it. It is either live (pushes that continue what it has are handed on) or
/// reading (what it lacks comes from the grain by pages); whatever goes wrong, the mend is to read.
/// </summary>
public sealed partial class StreamSubscription : IAsyncDisposable
{
    private readonly StreamSubscriptions _owner;
    private readonly IStreamSubscriber _subscriber;
    private readonly StreamStart _start;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StreamPosition _position;
    private TaskCompletionSource? _reading;
    private bool _attach;
    private bool _again;

    internal StreamSubscription(StreamSubscriptions owner, StreamName stream, IStreamSubscriber subscriber, StreamStart start)
    {
        (_owner, Stream, _subscriber, _start) = (owner, stream, subscriber, start);
        Grain = owner.Grains.GetGrain<IEventStreamGrain>(stream.ToString());
    }

    /// <summary>The stream.</summary>
    public StreamName Stream { get; }

    /// <summary>The stream's grain.</summary>
    public IEventStreamGrain Grain { get; }

    /// <summary>Completes when the subscription stands for the first time.</summary>
    public Task Started => _started.Task;

    /// <summary>Reads up to the head, if pushes have not brought the subscription there; completes when it is live again.</summary>
    public Task RefreshAsync()
    {
        lock (_lock)
        {
            Require(attach: false);
            return _reading?.Task ?? Task.CompletedTask;
        }
    }

    internal Guid Id { get; } = Guid.NewGuid();

    internal DateTimeOffset NextRenewal { get; set; }

    /// <summary>Ends the subscription and gives the lease up.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_owner.Remove(this)) return;
        await _stopping.CancelAsync();
        _started.TrySetCanceled(_stopping.Token);
        try
        {
            await Grain.Detach(Id);
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
            var head = await Grain.Renew(Id);
            if (head is null) Attach();
            else if (head != Position) Require(attach: false);
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
                if (_reading is null)
                {
                    if (!TryTake(push)) Require(attach: false);
                    return;
                }

                reading = _reading.Task;
            }

            await reading;
        }
    }

    private StreamPosition Position
    {
        get
        {
            lock (_lock) return _position;
        }
    }

    // False when the push does not reach from what is known to the head of its time.
    private bool TryTake(EventPush push)
    {
        var isSameEpoch = push.Head.Epoch == _position.Epoch;
        if (isSameEpoch && push.Head.Sequence <= _position.Sequence) return true;
        if (push.Events is []) return false;

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

    private async Task ReadToHeadAsync()
    {
        var delay = _owner.Options.RetryDelay;
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                if (await ReadPageAsync()) return;
                delay = _owner.Options.RetryDelay;
            }
            catch (Exception exception)
            {
                Log.StreamUnreachable(_owner.Logger, Stream, exception);
                lock (_lock) _attach = true;
                await PauseAsync(delay);
                delay = TimeSpan.FromTicks(Math.Min(delay.Ticks * 2, _owner.Options.MaxRetryDelay.Ticks));
            }
        }

        lock (_lock) EndReading();
    }

    // True when the subscription is live again.
    private async Task<bool> ReadPageAsync()
    {
        bool attach;
        ReadRequest request;
        lock (_lock)
        {
            (attach, _attach, _again) = (_attach, false, false);
            request = new(_started.Task.IsCompleted ? StreamStart.After(_position) : _start);
        }

        var page = await (attach ? Grain.Attach(Id, _owner.Observer, request) : Grain.Read(request));
        lock (_lock)
        {
            Take(page);
            if (!page.IsLast || _again || _attach) return false;
            EndReading();
            return true;
        }
    }

    private void Take(HistoryPage page)
    {
        if (_started.Task.IsCompleted)
        {
            if (page.Gap is not null) _subscriber.OnGap(page.Gap);
        }
        else
        {
            _subscriber.OnStarted(page.From);
        }

        _position = page.From;
        Deliver(page.Events);
        _started.TrySetResult();
    }

    private void Deliver(ReadOnlySpan<StreamEvent> events)
    {
        if (events.IsEmpty) return;
        _position = events[^1].Id;
        _subscriber.OnEvents(events);
    }

    private void EndReading()
    {
        _reading?.TrySetResult();
        _reading = null;
    }

    private async Task PauseAsync(TimeSpan delay)
    {
        // Half of it at random, so that the subscriptions of a lost silo do not come back all at once.
        var jittered = delay * (0.5 + Random.Shared.NextDouble() / 2);
        await Task.Delay(jittered, _owner.Time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
