namespace OrleansSse.Client.Tests.Fakes;

/// <summary>Entrances of silos among which a stream moves at random. None lets a call overtake another, but they know nothing of each other.</summary>
internal sealed class FakeWays
{
    private readonly Lock _lock = new();
    private readonly Random _random;
    private readonly Way[] _ways;
    private readonly List<string> _sent = [];
    private Way? _last;

    public FakeWays(int count, int seed) => (_random, _ways) = (new(seed), [.. Enumerable.Range(0, count).Select(_ => new Way(this))]);

    public IStreamEntrance First => _ways[0];

    /// <summary>The texts in the order in which they were sent, by whichever way.</summary>
    public IReadOnlyList<string> Sent
    {
        get
        {
            lock (_lock) return [.. _sent];
        }
    }

    /// <summary>How often a call was sent on one way while another was under way on another, so that it could have overtaken it.</summary>
    public int Overtaken { get; private set; }

    /// <summary>How often a call was sent on another way than the last.</summary>
    public int Changes { get; private set; }

    /// <summary>The most calls that were under way at once.</summary>
    public int MostAtOnce { get; private set; }

    private async Task<PublishReports> TakeAsync(Way way, PublishRequest[] requests)
    {
        lock (_lock)
        {
            way.UnderWay++;
            _sent.AddRange(requests.SelectMany(static request => request.Events, static (_, data) => data.Text));
            if (_ways.Any(other => other != way && other.UnderWay > 0)) Overtaken++;
            if (_last is not null && _last != way) Changes++;
            (_last, MostAtOnce) = (way, Math.Max(MostAtOnce, _ways.Sum(static each => each.UnderWay)));
        }

        await Task.Yield();
        lock (_lock)
        {
            way.UnderWay--;
            var reports = Array.ConvertAll(requests, static _ => new PublishReport(new(PublishOutcome.Appended, StreamPosition.Origin, StreamPosition.Origin), null));
            return new(reports, _random.Next(3) == 0 ? _ways[_random.Next(_ways.Length)] : way);
        }
    }

    private sealed class Way(FakeWays ways) : IStreamEntrance
    {
        public int UnderWay { get; set; }

        public Task<PublishReports> PublishMany(StreamName stream, PublishRequest[] requests) => ways.TakeAsync(this, requests);
    }
}
