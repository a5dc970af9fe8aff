namespace OrleansSse.Grains.Tests.ExactlyOnce;

/// <summary>What publishers were told, compared with what is in the stream.</summary>
internal sealed class PublishLedger
{
    private readonly Lock _lock = new();
    private readonly Dictionary<StreamPosition, EventData> _stored = [];
    private readonly HashSet<EventData> _refused = [];
    private readonly HashSet<EventData> _unknown = [];

    /// <summary>The last position that a publisher was told of.</summary>
    public StreamPosition Last { get; private set; }

    /// <summary>A publisher was told where its events are.</summary>
    public void Stored(EventData[] events, PublishResult result)
    {
        lock (_lock)
        {
            Assert.Equal(events.Length, result.Count);
            for (var i = 0; i < events.Length; i++)
            {
                var id = result.First with { Sequence = result.First.Sequence + i };
                Assert.True(_stored.TryAdd(id, events[i]) || _stored[id].Equals(events[i]), $"{id} was given to two events.");
                _unknown.Remove(events[i]);
            }

            Last = result.Last;
        }
    }

    /// <summary>A publisher was told that its events are not there.</summary>
    public void NotStored(EventData[] events)
    {
        lock (_lock) _refused.UnionWith(events.Where(data => !_unknown.Contains(data)));
    }

    /// <summary>A publisher was told that nobody knows.</summary>
    public void Unknown(EventData[] events)
    {
        lock (_lock) _unknown.UnionWith(events);
    }

    /// <summary>Compares with all that is in the stream.</summary>
    public void Check(StreamEvent[] events)
    {
        Assert.Equal(events.Length, events.Select(e => e.Data).Distinct().Count());
        var byId = events.ToDictionary(e => e.Id, e => e.Data);
        foreach (var (id, data) in _stored) Assert.Equal(data, byId.GetValueOrDefault(id));
        foreach (var data in byId.Values)
        {
            Assert.DoesNotContain(data, _refused);
            Assert.True(_unknown.Contains(data) || _stored.ContainsValue(data), $"{data.Text} is there, and its publisher was never told so.");
        }
    }
}
