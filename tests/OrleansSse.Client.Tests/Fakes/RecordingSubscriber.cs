using OrleansSse.Client.Subscriptions;

namespace OrleansSse.Client.Tests.Fakes;

/// <summary>Writes down what it is told, and fails at once where the order of it is wrong.</summary>
internal sealed class RecordingSubscriber(FakeStream stream) : IStreamSubscriber
{
    private readonly Lock _lock = new();
    private readonly List<string> _told = [];
    private readonly List<string> _wrong = [];
    private readonly HashSet<StreamPosition> _seen = [];
    private StreamPosition _position;
    private bool _isCompleted;

    /// <summary>Runs before each call: makes it fail.</summary>
    public Action Before { get; set; } = static () => { };

    /// <summary>True where a snapshot is told, which leaves events out.</summary>
    public bool MayLeaveOut { get; set; }

    /// <summary>What was told: <c>started …</c>, <c>event …</c>, <c>gap … to …</c>, <c>deletion … to …</c>, <c>end</c>.</summary>
    public IReadOnlyList<string> Told
    {
        get
        {
            lock (_lock) return [.. _told];
        }
    }

    /// <summary>What was told against the rules.</summary>
    public IReadOnlyList<string> Wrong
    {
        get
        {
            lock (_lock) return [.. _wrong];
        }
    }

    /// <summary>True if what was told last is the end of the stream.</summary>
    public bool IsCompleted
    {
        get
        {
            lock (_lock) return _isCompleted;
        }
    }

    public StreamPosition Position
    {
        get
        {
            lock (_lock) return _position;
        }
    }

    public void OnStarted(StreamPosition from) => Take(() =>
    {
        Check(_told.Count == 0 || (_position.IsOrigin && from.Sequence == 0), $"started at {from}");
        _told.Add($"started {from}");
        _position = from;
    });

    public void OnEvents(ReadOnlySpan<StreamEvent> events)
    {
        var taken = events.ToArray();
        Take(() =>
        {
            foreach (var streamEvent in taken)
            {
                Check(!_isCompleted, $"event {streamEvent.Id} after the end");
                var isNext = streamEvent.Id == (_position.IsOrigin ? new(streamEvent.Id.Epoch, 1) : _position.Next());
                Check(isNext || (MayLeaveOut && streamEvent.Id.Sequence > _position.Sequence), $"event {streamEvent.Id}");
                Check(_seen.Add(streamEvent.Id), $"event {streamEvent.Id} again");
                _told.Add($"event {streamEvent.Id}");
                _position = streamEvent.Id;
            }
        });
    }

    public void OnGap(StreamGap gap) => Take(() =>
    {
        // The first gap may lie before the start.
        Check(gap.After == _position || _told.Count == 1, $"a gap after {gap.After}");
        Check(!stream.Has(gap.After.Next()), $"a gap over {gap.After.Next()}, which is there");
        var before = gap.FirstKept with { Sequence = gap.FirstKept.Sequence - 1 };
        // One back to where it has been: the storage lost events.
        Check(_seen.Contains(before) || !stream.Has(before), $"a gap up to {gap.FirstKept}, too far");
        _told.Add($"{(gap.IsDeletion ? "deletion" : "gap")} {gap.After} to {gap.FirstKept}");
        (_position, _isCompleted) = (before, false);
    });

    public void OnCompleted() => Take(() =>
    {
        Check(!_isCompleted, "an end again");
        _told.Add("end");
        _isCompleted = true;
    });

    private void Take(Action take)
    {
        Before();
        lock (_lock) take();
    }

    private void Check(bool isRight, string what)
    {
        if (!isRight) _wrong.Add($"{what}, standing at {_position}");
    }
}
