using System.Collections;
using Orleans.Streams;
using OrleansSse.Load.Figures;

namespace OrleansSse.Load.Scenarios.OrleansStreams;

/// <summary>A subscriber of an Orleans stream: counts the items, and measures how old they are when they come.</summary>
internal sealed class ItemCounter : IAsyncObserver<string>
{
    private readonly Lock _lock = new();
    private readonly BitArray _seen = new(1 << 20);
    private long _distinct;
    private long _repeated;
    private Histogram _age = new();

    /// <summary>Items that have come, each counted once.</summary>
    public long Distinct => Volatile.Read(ref _distinct);

    /// <summary>Items that came again.</summary>
    public long Repeated => Volatile.Read(ref _repeated);

    /// <summary>The ages of the items since the last call.</summary>
    public Histogram TakeAges()
    {
        lock (_lock)
        {
            var ages = _age;
            _age = new();
            return ages;
        }
    }

    public Task OnNextAsync(string item, StreamSequenceToken? token = null)
    {
        var (published, number) = NumberedItem.Read(item);
        lock (_lock)
        {
            _age.Record(TimeProvider.System.GetElapsedTime(published));
            if (number >= _seen.Length) _seen.Length = (int)Math.Max(number + 1, _seen.Length * 2L);
            if (_seen[(int)number]) _repeated++;
            else _distinct++;
            _seen[(int)number] = true;
        }

        return Task.CompletedTask;
    }

    // A gap, or an item that is none, shows as a lost one.
    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
}
