namespace OrleansSse.Client.Publishing;

/// <summary>
/// The way of this process's publishes to one stream. A few calls are under way at most; what arrives meanwhile rides together in the next, in the order
/// of its arrival. So a lone publish goes at once, and many cost little more than one.
/// </summary>
internal sealed class PublishLane(IEventStreamGrain grain, PublishLanes lanes)
{
    // While the stream deals with one call, the other is on its way.
    private const int MaxCalls = 2;
    private const int MaxCallEvents = 4096;
    private const int MaxCallBytes = 1 << 20;

    private static readonly TimeSpan ShortestRetryAfter = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Queue<PendingPublish> _waiting = new();
    private readonly FairShares<object> _pending = new(lanes.MaxPendingBytes);
    private int _calls;
    private TimeSpan _lastCall;
    private bool _isForgotten;

    /// <summary>Takes a publish in, which counts as pending until it leaves.</summary>
    /// <returns>False if the lane is forgotten, and another is to be used.</returns>
    /// <exception cref="StreamOverloadedException">Too much is pending.</exception>
    public bool TryEnter(PendingPublish publish)
    {
        lock (_lock)
        {
            if (_isForgotten) return false;
            if (!_pending.TryAdd(publish.Publisher, publish.Weight)) throw Overloaded("to this stream");
            if (lanes.TryAdd(this, publish.Weight)) return true;
            _pending.Remove(publish.Publisher, publish.Weight);
            throw Overloaded("through this process");
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
            if (_calls == MaxCalls)
            {
                _waiting.Enqueue(publish);
                return attempt;
            }

            _calls++;
        }

        // What flows with this publisher is none of those whose publishes follow.
        if (ExecutionContext.IsFlowSuppressed())
        {
            _ = RunAsync([publish]);
        }
        else
        {
            using (ExecutionContext.SuppressFlow()) _ = RunAsync([publish]);
        }

        return attempt;
    }

    /// <summary>Forgets the lane, unless it is in use.</summary>
    public bool TryForget()
    {
        lock (_lock) return _isForgotten |= _pending.Bytes == 0;
    }

    // Not on the scheduler of a grain that published first: it sends also what others publish.
    private async Task RunAsync(List<PendingPublish> together)
    {
        while (together.Count > 0)
        {
            await CallAsync(together).ConfigureAwait(false);
            together = Next();
        }
    }

    private async Task CallAsync(List<PendingPublish> together)
    {
        var started = lanes.Time.GetTimestamp();
        try
        {
            var requests = new PublishRequest[together.Count];
            for (var i = 0; i < requests.Length; i++) requests[i] = together[i].Send(lanes.AgeOf(together[i]));
            // The longest that one of them is to have.
            var timeout = lanes.TimeoutOf(together.Max(static publish => publish.Attempts));
            var reports = await grain.PublishMany(requests).WaitAsync(timeout, lanes.Time).ConfigureAwait(false);
            for (var i = 0; i < together.Count; i++) together[i].End(reports[i]);
        }
        catch (Exception exception)
        {
            foreach (var publish in together) publish.Fail(exception);
        }

        _lastCall = lanes.Time.GetElapsedTime(started);
    }

    // What goes in the next call; if that is nothing, there is none.
    private List<PendingPublish> Next()
    {
        var together = new List<PendingPublish>();
        var (events, bytes) = (0, 0L);
        lock (_lock)
        {
            while (_waiting.TryPeek(out var next))
            {
                (events, bytes) = (events + next.Events, bytes + next.Weight);
                if (together.Count > 0 && (events > MaxCallEvents || bytes > MaxCallBytes)) break;
                _waiting.Dequeue();
                if (next.IsAbandoned) next.Abandon();
                else if (lanes.IsLate(next)) next.Fail(NotSent());
                else together.Add(next);
            }

            if (together.Count == 0) _calls--;
        }

        return together;
    }

    // By then a call has made room, if the stream is as fast as it was last.
    private StreamOverloadedException Overloaded(string where) => new(
        $"More publishes {where} wait than may; publish again later.", _lastCall < ShortestRetryAfter ? ShortestRetryAfter : _lastCall);

    private static StreamUnavailableException NotSent() => new(
        "The stream does not take publishes as fast as they come, and this one could not be sent in time; nothing was stored.");
}
