using Orleans.Storage;
using OrleansSse.Grains.Tests.History;
using OrleansSse.Grains.Tests.Storage;

namespace OrleansSse.Grains.Tests.Model;

/// <summary>An owner whose storage calls end when, and as, the simulation decides.</summary>
internal sealed class SimulatedOwner
{
    private readonly List<(StorageCall Call, TaskCompletionSource Done)> _inFlight = [];

    public SimulatedOwner(string name, TestGrainStorage storage, TimeProvider time, Retention options, int recentEvents)
    {
        Name = name;
        Opening = Owner.OpenAsync(storage.With(TakeAsync), time, options, recentEvents);
    }

    public string Name { get; }

    public Task<Owner> Opening { get; }

    /// <summary>Null until it has read the head.</summary>
    public Owner? Open => Opening.IsCompletedSuccessfully ? Opening.Result : null;

    public bool HasCalls => _inFlight.Count > 0;

    /// <summary>The calls that are still out when it is dropped: some may land later, none returns.</summary>
    public IEnumerable<StorageCall> Calls => _inFlight.Select(call => call.Call);

    /// <summary>Ends one call; returns what happened.</summary>
    public string EndCall(Random random, bool faulty)
    {
        var index = random.Next(_inFlight.Count);
        var (call, done) = _inFlight[index];
        _inFlight.RemoveAt(index);
        var fault = faulty ? random.Next(1, 3) : 0;
        try
        {
            if (fault != 1) call.Apply();
            if (fault == 0) done.SetResult();
            else done.SetException(new IOException("Simulated."));
        }
        catch (InconsistentStateException exception)
        {
            done.SetException(exception);
            return $"{call} finds another ETag";
        }

        return call + fault switch { 0 => "", 1 => " fails undone", _ => " fails done" };
    }

    private Task TakeAsync(StorageCall call)
    {
        var done = new TaskCompletionSource();
        _inFlight.Add((call, done));
        return done.Task;
    }
}
