using OrleansSse.Load.Checks;
using OrleansSse.Load.Figures;
using OrleansSse.Load.Http;
using OrleansSse.Load.Scenarios;

namespace OrleansSse.Faults;

/// <summary>Publishers that insist and subscribers that resume, over all gateways, and what each of them has had.</summary>
internal sealed class Traffic : IAsyncDisposable
{
    private const int EventBytes = 128;
    private static readonly TimeSpan GiveUp = TimeSpan.FromSeconds(120);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly IReadOnlyList<StreamClient> _gateways;
    private readonly InsistentClient _client;
    private readonly List<InsistentPublisher> _publishers;
    private readonly int _subscriberCount;
    private readonly List<StreamSubscriber> _subscribers = [];
    private Task _publishing = Task.CompletedTask;
    private int _retention;

    public Traffic(IEnumerable<Uri> gateways, TrafficSize size)
    {
        _gateways = [.. gateways.Select(gateway => new StreamClient(_http, gateway))];
        _client = new(_gateways, GiveUp);
        _subscriberCount = size.Subscribers;
        Streams = [.. Enumerable.Range(1, size.Streams).Select(number => $"faults.{number}")];
        _publishers = [.. Enumerable.Range(0, size.Publishers)
            .Select(number => new InsistentPublisher(_client, Streams[number % Streams.Count], number + 1, EventBytes, size.Pause))];
    }

    /// <summary>The streams.</summary>
    public IReadOnlyList<string> Streams { get; }

    /// <summary>How often an event was tried in vain, by what came of it.</summary>
    public IReadOnlyDictionary<string, int> Failures => new Dictionary<string, int>(_client.Failures);

    /// <summary>How many events were acknowledged; to be asked while it rests.</summary>
    public int Acknowledged => _publishers.Sum(publisher => publisher.Acknowledged.Count);

    /// <summary>How many events were given up.</summary>
    public int GivenUp => _publishers.Sum(publisher => publisher.GivenUp);

    /// <summary>How many events all subscribers have seen.</summary>
    public long Seen => _subscribers.Sum(subscriber => subscriber.Reader.Seen.Count);

    /// <summary>Subscribes.</summary>
    public async Task SubscribeAsync(Report report, CancellationToken cancel)
    {
        foreach (var stream in Streams) _retention = await _gateways[0].KeepMostAsync(stream, report, cancel);
        for (var number = 0; number < _subscriberCount; number++)
        {
            var stream = Streams[number % Streams.Count];
            // Every stream has subscribers at home at each gateway.
            var urls = _gateways.Select((_, i) => _gateways[(i + number / Streams.Count) % _gateways.Count].EventsOf(stream));
            _subscribers.Add(new(stream, new(_http, [.. urls])));
        }

        foreach (var subscriber in _subscribers) await subscriber.Reader.BegunAsync(cancel);
    }

    /// <summary>Publishes until told to rest.</summary>
    public void Publish(CancellationToken cancel)
    {
        RestartMeters();
        _publishing = Task.WhenAll(_publishers.Select(publisher => publisher.RunAsync(cancel)));
    }

    /// <summary>Publishes no more, and waits until every subscriber has what was acknowledged, or gets nothing more.</summary>
    public async Task RestAsync(CancellationToken cancel)
    {
        _publishers.ForEach(publisher => publisher.Stop());
        await _publishing;
        var last = AcknowledgedByStream().ToDictionary(stream => stream.Key, stream => stream.Max(acknowledged => acknowledged.Id.Sequence));
        await Task.WhenAll(_subscribers
            .Where(subscriber => last.ContainsKey(subscriber.Stream))
            .Select(subscriber => subscriber.Reader.SawAsync(last[subscriber.Stream], cancel)));
    }

    /// <summary>Lets every subscriber that has fled to another gateway come back.</summary>
    public void GoHome() => _subscribers.ForEach(subscriber => subscriber.Reader.GoHome());

    /// <summary>Forgets the pauses until now.</summary>
    public void RestartMeters()
    {
        _publishers.ForEach(publisher => publisher.Pauses.Restart());
        _subscribers.ForEach(subscriber => subscriber.Reader.Pauses.Restart());
    }

    /// <summary>True when every publisher has had an acknowledgement, and every subscriber an event, since a moment.</summary>
    public async Task<bool> HasFlowedSinceAsync(long timestamp)
    {
        if (_publishing.IsCompleted) await _publishing;
        foreach (var subscriber in _subscribers) await subscriber.Reader.RethrowAsync();
        return _publishers.TrueForAll(publisher => publisher.Pauses.Last > timestamp)
            && _subscribers.TrueForAll(subscriber => subscriber.Reader.Pauses.Last > timestamp);
    }

    /// <summary>Says who waits for something, for how long at most.</summary>
    public string HowItStands()
    {
        var time = TimeProvider.System;
        var publishers = _publishers.Max(publisher => time.GetElapsedTime(publisher.Pauses.Last));
        var subscribers = _subscribers.Select(subscriber => time.GetElapsedTime(subscriber.Reader.Pauses.Last)).DefaultIfEmpty().Max();
        var failures = string.Join(", ", Failures.Select(failure => $"{failure.Value} × {failure.Key}"));
        return $"The last acknowledgement of some publisher was {publishers.TotalSeconds:N0} s ago, the last event of some subscriber {subscribers.TotalSeconds:N0} s. Failed tries: {failures}.";
    }

    /// <summary>The longest time for which a publisher into one of some streams got no acknowledgement.</summary>
    public TimeSpan LongestPublisherPause(Func<string, bool> isStream) => _publishers
        .Where(publisher => isStream(publisher.Stream))
        .Select(publisher => publisher.Pauses.Longest)
        .DefaultIfEmpty().Max();

    /// <summary>The longest time for which a subscriber saw no event.</summary>
    public TimeSpan LongestSubscriberPause() => _subscribers.Max(subscriber => subscriber.Reader.Pauses.Longest);

    /// <summary>Compares what every subscriber has seen with all that was acknowledged; to be asked while it rests.</summary>
    public BrokenPromises Check()
    {
        var acknowledged = AcknowledgedByStream();
        return _subscribers.Aggregate(
            new BrokenPromises(), (sum, subscriber) => sum + subscriber.Reader.Seen.Against(acknowledged[subscriber.Stream]));
    }

    /// <summary>Compares what is stored with all that was acknowledged; to be asked while it rests.</summary>
    public async Task<BrokenPromises> CheckStoredAsync(CancellationToken cancel)
    {
        var broken = new BrokenPromises();
        foreach (var stream in AcknowledgedByStream())
        {
            await using var reader = new Subscriber(_http, [_gateways[0].FromEarliest(stream.Key)]);
            await reader.SawAsync(stream.Max(acknowledged => acknowledged.Id.Sequence), cancel);
            var stored = await reader.EndAsync();
            broken += stored.Against(stream, stored.FirstOwed(_retention));
        }

        return broken;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var subscriber in _subscribers) await subscriber.Reader.DisposeAsync();
        _http.Dispose();
    }

    private ILookup<string, AcknowledgedEvent> AcknowledgedByStream() => _publishers
        .SelectMany(publisher => publisher.Acknowledged, (publisher, acknowledged) => (publisher.Stream, acknowledged))
        .ToLookup(pair => pair.Stream, pair => pair.acknowledged);

    private sealed record StreamSubscriber(string Stream, Subscriber Reader);
}
