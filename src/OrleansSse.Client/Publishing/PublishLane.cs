using System.Diagnostics.CodeAnalysis;

namespace OrleansSse.Client.Publishing;

/// <summary>
/// The way of this process's publishes to one stream. A few calls are under way at most; what arrives meanwhile rides together in the next, in the order
/// of its arrival. So a lone publish goes at once, and many cost little more than one. They go to the stream by whichever silo, and once it has said where
/// it is, to the entrance of that silo if it has one, until a call fails.
/// </summary>
internal sealed class PublishLane(StreamName stream, IEventStreamGrain grain, PublishLanes lanes)
{
    // While the stream deals with one call, the other is on its way.
    private const int MaxCalls = 2;
    private const int MaxCallEvents = 4096;
    private const int MaxCallBytes = 1 << 20;

    private static readonly TimeSpan ShortestRetryAfter = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Lock _sending = new();
    private readonly Queue<PendingPublish> _waiting = new();
    private readonly FairShares<object> _pending = new(lanes.MaxPendingBytes);
    private PendingPublish? _open;
    private int _calls;
    private TimeSpan _lastCall;
    private IStreamEntrance? _entrance;
    private IStreamEntrance? _nextEntrance;
    private bool _isProven = true;
    private bool _wasUsed;
    private bool _isForgotten;

    /// <summary>Takes a publish in, which counts as pending until it leaves.</summary>
    /// <returns>False if the lane is forgotten, and another is to be used.</returns>
    /// <exception cref="StreamOverloadedException">Too much is pending.</exception>
    public bool TryEnter(PendingPublish publish)
    {
        lock (_lock)
        {
            if (_isForgotten) return false;
            Add(publish.Publisher, publish.Weight);
            return true;
        }
    }

    /// <summary>Has a publish join the one that was last to come and is still waiting; it counts as pending until that one leaves.</summary>
    /// <returns>Null if there is none that it may join.</returns>
    /// <exception cref="StreamOverloadedException">Too much is pending.</exception>
    public JoinedPublish? Join(EventData[] events, object publisher, CancellationToken cancellation)
    {
        var weight = PublishWeight.Of(events);
        lock (_lock)
        {
            if (_open?.HasRoom(publisher, events.Length, weight) != true) return null;
            Add(publisher, weight);
            return _open.Join(events, weight, cancellation);
        }
    }

    /// <summary>A publish that had entered is settled, and its last attempt has ended.</summary>
    public void Leave(PendingPublish publish)
    {
        lanes.Remove(this, publish.Weight);
        lock (_lock) _pending.Remove(publish.Publisher, publish.Weight);
    }

    /// <summary>Makes an attempt of a publish that has entered; it goes at once, or with others as soon as there is room.</summary>
    public Task<PublishResult> SendAsync(PendingPublish publish)
    {
        publish.Begin();
        var attempt = publish.Attempt;
        lock (_lock)
        {
            _waiting.Enqueue(publish);
            _open = publish.MayBeJoined ? publish : null;
            if (_calls == MaxCalls || MustWait(_calls)) return attempt;
            _calls++;
        }

        // What flows with this publisher is none of those whose publishes follow.
        if (ExecutionContext.IsFlowSuppressed())
        {
            _ = RunAsync();
        }
        else
        {
            using (ExecutionContext.SuppressFlow()) _ = RunAsync();
        }

        return attempt;
    }

    /// <summary>Forgets the lane, unless it has been in use since this was last asked.</summary>
    public bool TryForget()
    {
        lock (_lock)
        {
            _isForgotten |= !_wasUsed && _pending.Bytes == 0;
            _wasUsed = false;
            return _isForgotten;
        }
    }

    // Not on the scheduler of a grain that published first: it sends also what others publish.
    private async Task RunAsync()
    {
        while (TrySend(out var together, out var entrance, out var call)) await EndAsync(together, entrance, call).ConfigureAwait(false);
    }

    // Sends what goes in the next call, if there is anything. Calls leave in the order of what they take.
    private bool TrySend(out List<PendingPublish> together, out IStreamEntrance? entrance, [NotNullWhen(true)] out Task<PublishReports>? call)
    {
        lock (_sending)
        {
            together = Take(out entrance);
            call = together.Count == 0 ? null : CallAsync(entrance, together);
            return call is not null;
        }
    }

    // What goes in the next call and by which way; if that is nothing, there is none.
    private List<PendingPublish> Take(out IStreamEntrance? entrance)
    {
        lock (_lock)
        {
            if (_nextEntrance is { } next && lanes.Entrances?.IsUsable(next) != true) _nextEntrance = null;
            var together = MustWait(_calls - 1) ? [] : Take();
            if (together.Count == 0) _calls--;
            else if (!ReferenceEquals(_nextEntrance, _entrance)) (_entrance, _isProven) = (_nextEntrance, false);
            entrance = _entrance;
            return together;
        }
    }

    // A call that goes another way than those that are under way could overtake them, and so could the second on a way that is only being made.
    private bool MustWait(int callsUnderWay) => callsUnderWay > 0 && !(_isProven && ReferenceEquals(_nextEntrance, _entrance));

    private List<PendingPublish> Take()
    {
        var together = new List<PendingPublish>();
        var (events, bytes) = (0, 0L);
        while (_waiting.TryPeek(out var next))
        {
            (events, bytes) = (events + next.Events, bytes + next.Weight);
            if (together.Count > 0 && (events > MaxCallEvents || bytes > MaxCallBytes)) break;
            _waiting.Dequeue();
            if (ReferenceEquals(next, _open)) _open = null;
            if (next.IsAbandoned) next.Abandon();
            else if (lanes.IsLate(next)) next.Fail(NotSent());
            else together.Add(next);
        }

        return together;
    }

    private async Task<PublishReports> CallAsync(IStreamEntrance? entrance, List<PendingPublish> together)
    {
        var requests = new PublishRequest[together.Count];
        for (var i = 0; i < requests.Length; i++) requests[i] = together[i].Send(lanes.AgeOf(together[i]));
        // The longest that one of them is to have.
        var timeout = lanes.TimeoutOf(together.Max(static publish => publish.Attempts));
        var call = entrance?.PublishMany(stream, requests) ?? grain.PublishMany(requests);
        return await call.WaitAsync(timeout, lanes.Time).ConfigureAwait(false);
    }

    private async Task EndAsync(List<PendingPublish> together, IStreamEntrance? entrance, Task<PublishReports> call)
    {
        var started = lanes.Time.GetTimestamp();
        try
        {
            var made = await call.ConfigureAwait(false);
            if (entrance is not null) lanes.Entrances?.Answered(entrance);
            Continue(lanes.Entrances?.IfUsable(made.Entrance));
            for (var i = 0; i < together.Count; i++) together[i].End(made.Reports[i]);
        }
        catch (Exception exception)
        {
            if (entrance is not null && exception is not EventStreamException) lanes.Entrances?.Failed(entrance);
            Continue(null);
            foreach (var publish in together) publish.Fail(exception);
        }

        _lastCall = lanes.Time.GetElapsedTime(started);
    }

    private void Continue(IStreamEntrance? entrance)
    {
        lock (_lock)
        {
            _isProven = true;
            if (!Equals(entrance, _nextEntrance)) _nextEntrance = entrance;
        }
    }

    private void Add(object publisher, long weight)
    {
        if (!_pending.TryAdd(publisher, weight)) throw Overloaded("to this stream");
        _wasUsed = true;
        if (lanes.TryAdd(this, weight)) return;
        _pending.Remove(publisher, weight);
        throw Overloaded("through this process");
    }

    // By then a call has made room, if the stream is as fast as it was last.
    private StreamOverloadedException Overloaded(string where) => new(
        $"More publishes {where} wait than may; publish again later.", _lastCall < ShortestRetryAfter ? ShortestRetryAfter : _lastCall);

    private static StreamUnavailableException NotSent() => new(
        "The stream does not take publishes as fast as they come, and this one could not be sent in time; nothing was stored.");
}
