using System.Globalization;

namespace OrleansSse.Client.Tests.Fakes;

/// <summary>
/// A stream as its grain shows it, over a list in memory. Pushes go nowhere by themselves: <see cref="Pushes"/> has them.
/// </summary>
internal sealed class FakeStream : IEventStreamGrain
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, FakeLease> _leases = [];
    private readonly List<StreamEvent> _events = [];
    private readonly List<PublishRequest[]> _requests = [];
    private readonly Dictionary<string, PublishResult> _keys = [];
    private readonly HashSet<StreamEpoch> _deleted = [];
    private StreamEpoch _epoch;
    private long _last;
    private int _epochs;
    private bool _isCompleted;
    private int _calls;

    /// <summary>Runs before a call is looked at: fails it, or holds it up.</summary>
    public Func<string, Task> Before { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Runs before a call is answered: loses the answer, or holds it up.</summary>
    public Func<string, Task> After { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Takes each push; by default it is delivered at once.</summary>
    public Action<IStreamObserver, EventPush> Pushes { get; set; } = static (observer, push) => _ = observer.Push(push);

    /// <summary>Events in a page, whatever a reader asks for.</summary>
    public int PageSize { get; set; } = 1024;

    /// <summary>By what clock events are accepted; null: all at the beginning of time.</summary>
    public TimeProvider? Time { get; set; }

    /// <summary>Calls that have been made.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>What it says of where publishes are best sent.</summary>
    public IStreamEntrance? Entrance { get; set; }

    /// <summary>Refuses single publishes.</summary>
    public Func<PublishRequest, EventStreamException?> Refuse { get; set; } = static _ => null;

    /// <summary>The publishes that arrived.</summary>
    public IReadOnlyList<PublishRequest> Requests => [.. Together.SelectMany(static requests => requests)];

    /// <summary>The same, as they were sent together.</summary>
    public IReadOnlyList<PublishRequest[]> Together
    {
        get
        {
            lock (_lock) return [.. _requests];
        }
    }

    public StreamPosition Head
    {
        get
        {
            lock (_lock) return new(_epoch, _last);
        }
    }

    public bool IsCompleted
    {
        get
        {
            lock (_lock) return _isCompleted;
        }
    }

    public IReadOnlyList<Guid> Leases
    {
        get
        {
            lock (_lock) return [.. _leases.Keys];
        }
    }

    /// <summary>True if an event is still in history.</summary>
    public bool Has(StreamPosition id)
    {
        lock (_lock) return id.Epoch == _epoch && _events is [var first, ..] && id.Sequence >= first.Id.Sequence && id.Sequence <= _last;
    }

    /// <summary>Holds all answers up until the result is set.</summary>
    public TaskCompletionSource Hold()
    {
        var held = new TaskCompletionSource();
        After = _ => held.Task;
        return held;
    }

    /// <summary>Appends events and pushes them.</summary>
    public void Append(params ReadOnlySpan<EventData> data)
    {
        lock (_lock)
        {
            if (Completed() is { } refusal) throw refusal;
            Begin();
            foreach (var each in data) _events.Add(new(new(_epoch, ++_last), Time?.GetUtcNow().ToUnixTimeMilliseconds() ?? 0, each));
        }

        PushAll();
    }

    /// <summary>Appends so many events, each with its sequence as data.</summary>
    public void Append(int count)
    {
        var last = Head.Sequence;
        Append([.. Enumerable.Range(1, count).Select(n => new EventData((last + n).ToString(CultureInfo.InvariantCulture)))]);
    }

    /// <summary>Gives a stream without events its epoch, as a change of its retention does.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            if (_epoch.IsOrigin) StartEpoch();
        }
    }

    /// <summary>Drops the oldest events, but keeps so many.</summary>
    public void Trim(int keep)
    {
        lock (_lock) _events.RemoveRange(0, Math.Max(0, _events.Count - keep));
    }

    /// <summary>Drops the newest events, as a storage does that forgets what it confirmed.</summary>
    public void Forget(int count)
    {
        lock (_lock)
        {
            _events.RemoveRange(_events.Count - count, count);
            _last -= count;
        }
    }

    /// <summary>Drops all events and leases, as when a silo is lost with the memory that held them.</summary>
    public void LoseMemory()
    {
        lock (_lock)
        {
            _events.Clear();
            _leases.Clear();
            (_epoch, _last, _isCompleted) = (default, 0, false);
        }
    }

    public void DropLeases()
    {
        lock (_lock) _leases.Clear();
    }

    /// <summary>Ends all leases and says so, as an activation that ends.</summary>
    public void RevokeLeases()
    {
        KeyValuePair<Guid, FakeLease>[] ended;
        lock (_lock)
        {
            ended = [.. _leases];
            _leases.Clear();
        }

        foreach (var (id, lease) in ended) _ = lease.Observer.LeaseLost(id);
    }

    public Task<HistoryPage> Read(ReadRequest request) => AnswerAsync(nameof(Read), () => Page(request));

    public Task<HistoryPage> Attach(Guid lease, IStreamObserver observer, ReadRequest request) => AnswerAsync(nameof(Attach), () =>
    {
        var page = Page(request);
        _leases[lease] = new(observer) { Told = page.Head };
        return page;
    });

    public Task<StreamHead?> Renew(Guid lease) =>
        AnswerAsync<StreamHead?>(nameof(Renew), () => _leases.ContainsKey(lease) ? new(new(_epoch, _last), _isCompleted) : null);

    public Task Detach(Guid lease) => AnswerAsync(nameof(Detach), () => _leases.Remove(lease));

    public async Task Complete()
    {
        await AnswerAsync(nameof(Complete), () =>
        {
            Begin();
            return _isCompleted = true;
        });
        PushAll();
    }

    public async Task Delete()
    {
        await AnswerAsync(nameof(Delete), () =>
        {
            _events.Clear();
            if (!_epoch.IsOrigin) _deleted.Add(_epoch);
            StartEpoch();
            _isCompleted = false;
            return true;
        });
        PushAll();
    }

    public Task<PublishResult> Publish(PublishRequest request) => throw new NotSupportedException();

    public Task<PublishReports> PublishMany(PublishRequest[] requests) => AnswerAsync(nameof(PublishMany), () =>
    {
        _requests.Add(requests);
        var reports = Array.ConvertAll(requests, request => (Refuse(request) ?? Completed()) is { } error ? new PublishReport(null, error) : new(Publish(request.IdempotencyKey!, request.Events), null));
        return new PublishReports(reports, Entrance);
    });

    public Task<StreamInfo> GetInfo() => throw new NotSupportedException();

    public Task SetRetention(RetentionOverride? retention) => throw new NotSupportedException();

    private PublishRefusedException? Completed() => _isCompleted ? new(ErrorCodes.StreamCompleted, "The stream is completed.") : null;

    private PublishResult Publish(string key, EventData[] events)
    {
        if (_keys.TryGetValue(key, out var known)) return known with { Outcome = PublishOutcome.Repeated };
        Append(events);
        return _keys[key] = new(PublishOutcome.Appended, new(_epoch, _last - events.Length + 1), new(_epoch, _last));
    }

    private async Task<T> AnswerAsync<T>(string call, Func<T> answer)
    {
        Interlocked.Increment(ref _calls);
        await Before(call);
        T result;
        lock (_lock) result = answer();
        await After(call);
        return result;
    }

    private void StartEpoch() =>
        (_epoch, _last) = (StreamPosition.Parse(string.Create(CultureInfo.InvariantCulture, $"epoch{++_epochs:000}-0")).Epoch, 0);

    // Outside of the lock, because whoever takes a push may ask the stream something.
    private void PushAll()
    {
        List<(IStreamObserver Observer, EventPush Push)> pushes;
        lock (_lock) pushes = [.. _leases.Select(lease => (lease.Value.Observer, PushTo(lease.Key, lease.Value)))];
        foreach (var (observer, push) in pushes) Pushes(observer, push);
    }

    private EventPush PushTo(Guid id, FakeLease lease)
    {
        var isKnown = lease.Told.IsOrigin || lease.Told.Epoch == _epoch;
        var events = isKnown ? _events.Where(streamEvent => streamEvent.Id.Sequence > lease.Told.Sequence).ToArray() : [];
        var push = new EventPush(id, lease.Told, events, new(_epoch, _last), _isCompleted);
        lease.Told = push.Head;
        return push;
    }

    private HistoryPage Snapshot(ReadRequest request)
    {
        var head = new StreamPosition(_epoch, _last);
        var asked = request.Start.Position;
        var last = _events.Where(e => e.Key is not null).GroupBy(e => e.Key).Select(events => events.Last())
            .Where(e => e.Id.Sequence > asked.Sequence).OrderBy(e => e.Id.Sequence).ToArray();
        var events = last.Take(Math.Min(PageSize, request.MaxEvents)).ToArray();
        var from = !asked.IsOrigin ? asked : events is [var first, ..] ? first.Id with { Sequence = first.Id.Sequence - 1 } : head;
        return new(from, events, head, Gap: null) { End = events.Length == last.Length ? head : null };
    }

    private HistoryPage Page(ReadRequest request)
    {
        if (request.Start.Kind == StreamStartKind.Snapshot) return Snapshot(request);
        var first = _events is [var oldest, ..] ? oldest.Id.Sequence : _last + 1;
        var asked = request.Start.Position;
        var before = request.Start.Kind switch
        {
            StreamStartKind.Latest => _last,
            StreamStartKind.Recent => Math.Max(first - 1, _last - request.Start.Value),
            StreamStartKind.After when asked.Epoch != _epoch => first - 1,
            StreamStartKind.After => asked.Sequence > _last ? _last : Math.Max(first - 1, asked.Sequence),
            _ => first - 1,
        };
        var from = new StreamPosition(_epoch, before);
        var isWhole = request.Start.Kind != StreamStartKind.After || from == asked || (asked.IsOrigin && before == 0);
        var events = _events.Where(streamEvent => streamEvent.Id.Sequence > before).Take(Math.Min(PageSize, request.MaxEvents)).ToArray();
        return new(from, events, new(_epoch, _last), isWhole ? null : new(asked, from.Next(), new(_epoch, _last), _deleted.Contains(asked.Epoch)), _isCompleted);
    }
}
