using OrleansSse.Grains.History;
using OrleansSse.Grains.Tests.Storage;

namespace OrleansSse.Grains.Tests.Model;

/// <summary>
/// The simple model: every event that ever landed, by id, and the head that landed last. Each head is checked when it
/// lands, whoever wrote it.
/// </summary>
internal sealed class LandedHistory
{
    // What is dropped for its bytes goes by segments, and a segment ends with the event that fills it.
    private const long MostBytesOfSegment = 65_536 + 70_000;

    private readonly TestGrainStorage _storage;
    private readonly TimeProvider _time;
    private readonly Retention _options;
    private readonly Dictionary<StreamPosition, StreamEvent> _events = [];
    private readonly Dictionary<EventData, List<StreamEpoch>> _landings = [];
    private readonly Dictionary<string, SegmentRecord> _named = [];
    private readonly HashSet<string> _written = [];
    private readonly List<StreamEpoch> _epochs = [];

    public LandedHistory(TestGrainStorage storage, TimeProvider time, Retention options)
    {
        (_storage, _time, _options) = (storage, time, options);
        storage.Stored = (record, state) =>
        {
            if (state is HeadRecord head) Land(head);
            else Assert.True(_written.Add(record), $"{record} is written twice.");
        };
    }

    public HeadRecord Head { get; private set; } = HeadRecord.Absent;

    /// <summary>Every position that was a head.</summary>
    public HashSet<StreamPosition> Heads { get; } = [StreamPosition.Origin];

    /// <summary>Every position that was the end of a completed stream.</summary>
    public HashSet<StreamPosition> Ends { get; } = [];

    /// <summary>The keys of the events that the head keeps.</summary>
    public IEnumerable<KeyedPublish> Keys => KeysOf(Head);

    /// <summary>All records but those of segments that no head ever named must be the head and the segments that it names.</summary>
    public void CheckRecords() => Assert.Equal(
        Head.Segments.Select(segment => segment.Name).Append("head").Order(StringComparer.Ordinal),
        _storage.Records("stream").Where(record => !_written.Contains(record) || _named.ContainsKey(record)));

    /// <summary>True if an epoch was deleted before another began.</summary>
    public bool IsDeletedFor(StreamEpoch later, StreamEpoch epoch) =>
        _epochs.IndexOf(epoch) is var index and >= 0 && index < _epochs.IndexOf(later);

    public StreamEvent? Find(StreamPosition id) => _events.GetValueOrDefault(id);

    /// <summary>How many events with this content ever landed.</summary>
    public int Landings(EventData data) => _landings.GetValueOrDefault(data)?.Count ?? 0;

    /// <summary>How many events with this content landed in the epoch that had most of them.</summary>
    public int LandingsInOneEpoch(EventData data) =>
        _landings.GetValueOrDefault(data)?.GroupBy(static epoch => epoch).Max(static landings => landings.Count()) ?? 0;

    /// <summary>The events that a reader can have by now under a retention; segments grow too old as a whole.</summary>
    public IEnumerable<StreamEvent> Kept(Retention retention)
    {
        var records = Head.Segments.Select(segment => _named[segment.Name].Events).Concat(Head.Tail.Events.Select(e => new[] { e }));
        return records.SkipWhile(events => IsOlderThan(retention, events[^1])).SelectMany(events => events).Where(e => e.Id.Sequence >= Head.First);
    }

    public bool IsOlderThan(Retention retention, StreamEvent streamEvent) =>
        streamEvent.Time < _time.GetUtcNow() - retention.MaxAge;

    private void Land(HeadRecord head)
    {
        Assert.False(head.Epoch.IsOrigin, "A head has no epoch.");
        if (head.Epoch == Head.Epoch) AssertFollows(head);
        else
        {
            Assert.DoesNotContain(head.Epoch, _epochs);
            _epochs.Add(head.Epoch);
        }

        foreach (var segment in head.Segments) AssertNamed(segment, head);
        Assert.DoesNotContain(head.Discarded, segment => head.Segments.Contains(segment));
        Add(head.Tail, head.Epoch);
        AssertWhole(head);
        AssertKeysAreUnique(head);
        if (head.Epoch == Head.Epoch) AssertDroppedByRule(head);
        Head = head;
        Heads.Add(head.Position);
        if (head.IsCompleted) Ends.Add(head.Position);
    }

    private void AssertFollows(HeadRecord head)
    {
        Assert.True(head.Last >= Head.Last, "The last event went back.");
        Assert.True(head.First >= Head.First, "The first event went back.");
        Assert.True(!Head.IsCompleted || (head.IsCompleted && head.Last == Head.Last), "What was completed goes on.");
        foreach (var segment in Head.Segments.Except(head.Segments)) Assert.Contains(segment, head.Discarded);
    }

    private void AssertNamed(SegmentInfo segment, HeadRecord head)
    {
        if (_named.TryGetValue(segment.Name, out var known))
        {
            Assert.True(_storage.Has("stream", segment.Name), $"{segment.Name} is named and not there any more.");
        }
        else
        {
            known = _storage.Segment("stream", segment);
            Assert.True(known is not null, $"{segment.Name} is named and not there.");
            _named.Add(segment.Name, known);
            Add(known, head.Epoch);
            var span = TimeSpan.FromMilliseconds(known.Events[^1].UnixMilliseconds - known.Events[0].UnixMilliseconds);
            Assert.True(span <= RetentionOf(head).MaxAge / 16, $"{segment.Name} spans {span}.");
        }

        Assert.Equal((segment.First, segment.Count), (known.Events[0].Id.Sequence, known.Events.Length));
        Assert.Equal(segment.Bytes, known.Events.Sum(e => (long)e.Data.ByteCount));
    }

    private Retention RetentionOf(HeadRecord head) => head.Retention?.Over(_options) ?? _options;

    private void Add(SegmentRecord record, StreamEpoch epoch)
    {
        foreach (var streamEvent in record.Events)
        {
            if (_events.TryAdd(streamEvent.Id, streamEvent))
            {
                if (!_landings.TryGetValue(streamEvent.Data, out var landings)) _landings[streamEvent.Data] = landings = [];
                landings.Add(epoch);
            }
            else if (_events[streamEvent.Id] != streamEvent) Assert.Fail($"{streamEvent.Id} names two events.");
            if (streamEvent.Id.Epoch != epoch) Assert.Fail($"{streamEvent.Id} lies in epoch {epoch}.");
        }
    }

    private void AssertWhole(HeadRecord head)
    {
        var events = head.Segments.SelectMany(segment => _named[segment.Name].Events).Concat(head.Tail.Events).ToArray();
        Assert.True(events.Length == 0 || events[0].Id.Sequence <= head.First, "The first event is not there.");
        Assert.Equal(head.Last, events is [.., var last] ? last.Id.Sequence : head.First - 1);
        for (var i = 1; i < events.Length; i++)
        {
            if (events[i].Id != events[i - 1].Id.Next()) Assert.Fail($"{events[i].Id} follows {events[i - 1].Id}.");
            if (events[i].UnixMilliseconds < events[i - 1].UnixMilliseconds) Assert.Fail("Time went back.");
        }
    }

    private void AssertKeysAreUnique(HeadRecord head)
    {
        Assert.Empty(KeysOf(head).GroupBy(key => key.Key).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    private IEnumerable<KeyedPublish> KeysOf(HeadRecord head) =>
        head.Segments.SelectMany(segment => _named[segment.Name].Keys).Concat(head.Tail.Keys).Where(key => key.Last >= head.First);

    private void AssertDroppedByRule(HeadRecord head)
    {
        var retention = RetentionOf(head);
        Assert.True(head.Last - head.First + 1 <= retention.MaxEvents, "More is kept than counts.");
        Assert.True(head.Bytes <= retention.MaxBytes || head.Segments.Length + head.Tail.Events.Length == 1 || head is { Segments.Length: 1, Tail.Events.Length: 0 }, "More bytes are kept than may.");

        var bytes = head.Bytes;
        for (var sequence = head.First - 1; sequence >= Head.First; sequence--)
        {
            // What was dropped by the commit that brought it was never stored.
            if (Find(head.Position with { Sequence = sequence }) is not { } dropped) return;
            bytes += dropped.Data.ByteCount;
            Assert.True(
                sequence <= head.Last - retention.MaxEvents || IsOlderThan(retention, dropped) || bytes > retention.MaxBytes - MostBytesOfSegment,
                $"{dropped.Id} was dropped before its time.");
        }
    }
}
