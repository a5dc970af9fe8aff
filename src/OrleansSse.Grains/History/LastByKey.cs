namespace OrleansSse.Grains.History;

/// <summary>The last event of each key, in the order of the events.</summary>
internal sealed class LastByKey
{
    // Keys that came again leave their former places behind; these are swept when they are most of all, so that a place costs little.
    private const int FewPlaces = 256;

    private readonly Dictionary<string, StreamEvent> _last = new(StringComparer.Ordinal);
    private readonly List<(long Sequence, string Key)> _places = [];

    /// <summary>How many places there are, also of events that are not the last of their key any more.</summary>
    internal int Places => _places.Count;

    /// <summary>Takes an event that follows all before it; one without a key is passed over.</summary>
    public void Add(StreamEvent streamEvent)
    {
        if (streamEvent.Key is not { } key) return;
        _last[key] = streamEvent;
        _places.Add((streamEvent.Id.Sequence, key));
        if (_places.Count > FewPlaces + (2 * _last.Count)) _places.RemoveAll(place => Find(place) is null);
    }

    /// <summary>Forgets the events before a sequence.</summary>
    public void RemoveBefore(long sequence)
    {
        var count = IndexOf(sequence);
        for (var i = 0; i < count; i++)
        {
            if (Find(_places[i]) is not null) _last.Remove(_places[i].Key);
        }

        _places.RemoveRange(0, count);
    }

    /// <summary>The events after a sequence.</summary>
    public IEnumerable<StreamEvent> After(long sequence)
    {
        for (var i = IndexOf(sequence + 1); i < _places.Count; i++)
        {
            if (Find(_places[i]) is { } streamEvent) yield return streamEvent;
        }
    }

    private StreamEvent? Find((long Sequence, string Key) place) =>
        _last.TryGetValue(place.Key, out var last) && last.Id.Sequence == place.Sequence ? last : null;

    // The first place at a sequence or after.
    private int IndexOf(long sequence)
    {
        var (low, high) = (0, _places.Count);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (_places[middle].Sequence < sequence) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
