using Microsoft.Extensions.Time.Testing;
using Orleans.Storage;
using OrleansSse.Grains.Tests.History;
using OrleansSse.Grains.Tests.Storage;

namespace OrleansSse.Grains.Tests.Model;

/// <summary>
/// Owners of one stream that come, freeze, crash and overlap, over a storage whose calls end in any order and manner.
/// Every step draws from a random source of its own, so steps can be left out and the rest still runs.
/// </summary>
internal sealed class Simulation
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly TestGrainStorage _storage = new();
    private readonly Retention _options;
    private readonly int _recentEvents;
    private readonly SimulationChecks _checks;
    private readonly List<SimulatedOwner> _owners = [];
    private readonly List<StorageCall> _strays = [];
    private readonly List<Task> _running = [];
    private readonly SimulatedPublishes _publishes;
    private readonly SnapshotReader[] _readers;
    private int _owned;

    public Simulation(int seed)
    {
        var random = new Random(seed);
        _publishes = new(_time);
        _options = new()
        {
            MaxEvents = random.Pick(10_000, 10_000, 600, 300, 20),
            MaxBytes = random.Pick(16 << 20, 16 << 20, 300_000, 100_000),
            MaxAge = random.Pick(TimeSpan.FromHours(24), TimeSpan.FromMinutes(10)),
        };
        _recentEvents = random.Pick(1024, 50, 5);
        _storage.AcceptsStaleETagWhereMissing = random.Next(2) == 0;
        _checks = new(new(_storage, _time, _options));
        _readers = [.. Enumerable.Range(0, 3).Select(_ => new SnapshotReader(_checks.Landed, _time))];
        Log.Add($"{_options}, {_recentEvents} recent events, stale ETags {(_storage.AcceptsStaleETagWhereMissing ? "accepted" : "refused")} where the record is missing");
    }

    public List<string> Log { get; } = [];

    public async Task StepAsync(int seed)
    {
        var random = new Random(seed);
        Step(random);
        await Turns.SettleAsync();
        foreach (var ended in _running.Where(task => task.IsCompleted).ToArray())
        {
            _running.Remove(ended);
            await ended;
        }

        _owners.RemoveAll(owner => owner.Opening.IsFaulted);
    }

    /// <summary>Ends everything; a last owner then has to find all in order.</summary>
    public async Task FinishAsync(Random random)
    {
        foreach (var owner in _owners.ToArray()) Drop(owner);
        while (_strays.Count > 0) LandStray(random);
        var last = await Owner.OpenAsync(_storage, _time, _options, _recentEvents);
        _checks.CheckWhole(last, await last.ReadAllAsync(StreamStart.Earliest, 100));
        foreach (var reader in _readers) await reader.ReadToHeadAsync(last, random);
        foreach (var request in _publishes.Keyed) await PublishAsync(last, request);
        if (last.History.Head.IsCompleted) await last.DeleteAsync();
        await PublishAsync(last, Events.Publish("last"));
        await Turns.SettleAsync();
        _checks.Landed.CheckRecords();
        Assert.Empty(last.CommitFailures);
        Assert.Empty(last.ClearFailures);
    }

    private void Step(Random random)
    {
        var kind = random.Next(100);
        if (_owners.Count == 0 || (kind < 4 && _owners.Count < 3))
        {
            _owners.Add(new($"owner {++_owned}", _storage, _time, _options, _recentEvents));
            Log.Add($"{_owners[^1].Name} begins");
            return;
        }

        var owner = _owners[random.Next(_owners.Count)];
        switch (kind)
        {
            case < 30 when owner.HasCalls:
                Log.Add($"{owner.Name}: {owner.EndCall(random, faulty: false)}");
                break;
            case < 32 when owner.HasCalls:
                Log.Add($"{owner.Name}: {owner.EndCall(random, faulty: true)}");
                break;
            case < 34:
                Log.Add($"{owner.Name} is dropped");
                Drop(owner);
                break;
            case < 38 when _strays.Count > 0:
                LandStray(random);
                break;
            case < 45:
                var span = random.Pick(TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), Owner.StorageTimeout, TimeSpan.FromHours(1));
                Log.Add($"{span} passes");
                _time.Advance(span);
                break;
            case < 70 when owner.Open is { } open:
                Publish(owner.Name, open, random);
                break;
            case < 77 when owner.Open is { } open:
                Read(owner.Name, open, random);
                break;
            case < 83 when owner.Open is { } open:
                var reader = random.Next(_readers.Length);
                Log.Add($"{owner.Name} is read by reader {reader}, who is at {_readers[reader]}");
                Start(_readers[reader].ReadAsync(open, random));
                break;
            case < 85 when owner.Open is { } open && random.Next(5) == 0:
                Log.Add($"{owner.Name} completes");
                _checks.Completing();
                Start(open.CompleteAsync());
                break;
            case < 85 when owner.Open is { } open:
                Log.Add($"{owner.Name} deletes");
                Start(open.DeleteAsync());
                break;
            case < 87 when owner.Open is { } open:
                RetentionOverride? retention = random.Next(3) == 0 ? null : new(random.Pick<long?>(null, 5, 100, 1000), random.Pick<long?>(null, 1000, 200_000), random.Pick<TimeSpan?>(null, TimeSpan.FromMinutes(1)));
                Log.Add($"{owner.Name} sets {retention}");
                Start(open.SetRetentionAsync(retention));
                break;
            case >= 87:
                for (var i = 0; i < 20 && owner.HasCalls; i++) Log.Add($"{owner.Name}: {owner.EndCall(random, faulty: false)}");
                break;
        }
    }

    private void Publish(string name, Owner owner, Random random)
    {
        var requests = new PublishRequest[random.Pick(1, 1, random.Next(2, 6))];
        for (var i = 0; i < requests.Length; i++)
        {
            var request = requests[i] = _publishes.Next(owner.History.Head.Position, random);
            Log.Add($"{name} publishes {request.Events.Length} from {request.Events[0].Text[..8]}, key {request.IdempotencyKey}, expected {request.ExpectedLast}{(i > 0 ? ", with the one before" : "")}");
        }

        Start(requests.Length == 1 ? PublishAsync(owner, requests[0]) : PublishAsync(owner, requests));
    }

    private async Task PublishAsync(Owner owner, PublishRequest request)
    {
        _checks.Submitted(request);
        try
        {
            _checks.Check(request, await owner.PublishAsync(request));
        }
        catch (EventStreamException error)
        {
            _checks.Check(owner, request, error);
        }
    }

    private async Task PublishAsync(Owner owner, PublishRequest[] requests)
    {
        foreach (var request in requests) _checks.Submitted(request);
        try
        {
            _checks.Check(owner, requests, await owner.PublishAsync(requests));
        }
        catch (EventStreamException error)
        {
            foreach (var request in requests) _checks.Check(owner, request, error);
        }
    }

    private void Read(string name, Owner owner, Random random)
    {
        var somewhere = _checks.AnyPosition(random);
        var start = random.Pick(StreamStart.Latest, StreamStart.Earliest, StreamStart.Recent(random.Next(400)), StreamStart.Since(_time.GetUtcNow() - TimeSpan.FromSeconds(random.Next(100))), StreamStart.After(somewhere), StreamStart.After(somewhere), StreamStart.After(StreamPosition.Origin));
        Log.Add($"{name} reads {start}");
        Start(ReadAsync(owner, start, random.Next(1, 500)));
    }

    private async Task ReadAsync(Owner owner, StreamStart start, int maxEvents)
    {
        try
        {
            _checks.Check(owner, start, await owner.ReadAsync(start, maxEvents));
        }
        catch (StreamUnavailableException)
        {
            Log.Add("A read finds the storage failing");
        }
    }

    private void Start(Task task) => _running.Add(SwallowFailureAsync(task));

    private static async Task SwallowFailureAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (EventStreamException exception)
        {
            Assert.True(exception is OutcomeUnknownException or StreamUnavailableException, exception.ToString());
        }
    }

    private void Drop(SimulatedOwner owner)
    {
        _strays.AddRange(owner.Calls);
        _owners.Remove(owner);
    }

    private void LandStray(Random random)
    {
        var index = random.Next(_strays.Count);
        var call = _strays[index];
        _strays.RemoveAt(index);
        if (random.Next(3) == 0) return;
        try
        {
            call.Apply();
            Log.Add($"{call} lands late");
        }
        catch (InconsistentStateException)
        {
            Log.Add($"{call} comes too late");
        }
    }
}
