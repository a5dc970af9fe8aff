namespace OrleansSse.Grains.Tests.Model;

/// <summary>What publishers try: batches and large events, keys new, old and misused, expectations right and wrong.</summary>
internal sealed class SimulatedPublishes(TimeProvider time)
{
    private readonly List<(PublishRequest Request, DateTimeOffset? FirstTried)> _keyed = [];
    private int _published;

    /// <summary>The requests that have a key, to be made again.</summary>
    public IEnumerable<PublishRequest> Keyed =>
        _keyed.Select(keyed => keyed.Request with { KeyAge = time.GetUtcNow() - keyed.FirstTried + TimeSpan.FromTicks(1) });

    public PublishRequest Next(StreamPosition last, Random random)
    {
        if (_keyed.Count > 0 && random.Next(5) == 0) return Keyed.ElementAt(random.Next(_keyed.Count));
        var (count, bytes) = random.Next(20) switch { 0 => (random.Next(1, 4), 70_000), < 5 => (random.Next(50, 300), 30), _ => (random.Next(1, 5), 30) };
        var number = ++_published;
        var request = new PublishRequest([.. Enumerable.Range(1, count).Select(i => Event(i, $"{number:D4}-{i:D3}".PadRight(bytes, '.'), random))]);
        if (random.Next(10) == 0)
        {
            request = request with { ExpectedLast = random.Pick(last, StreamPosition.Origin, last with { Sequence = last.Sequence + 1 }) };
        }

        if (random.Next(2) != 0) return request;
        if (_keyed.Count > 0 && random.Next(8) == 0) return request with { IdempotencyKey = _keyed[random.Next(_keyed.Count)].Request.IdempotencyKey };
        request = request with { IdempotencyKey = $"key {number}", ExpectedLast = null };
        var tellsAge = random.Next(2) == 0;
        _keyed.Add((request, tellsAge ? time.GetUtcNow() : null));
        return tellsAge ? request with { KeyAge = TimeSpan.Zero } : request;
    }

    // A publish is known by its first event.
    private static EventData Event(int index, string text, Random random)
    {
        var data = new EventData(index > 1 && random.Next(4) == 0 ? "" : text);
        if (random.Next(2) == 0 || data.Utf8.IsEmpty) data = data with { Key = random.Pick("a", "b", "c", "d", "e") };
        return random.Next(4) == 0 ? data with { Ttl = random.Pick(TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(2)) } : data;
    }
}
