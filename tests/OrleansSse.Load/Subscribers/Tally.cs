using OrleansSse.Load.Figures;

namespace OrleansSse.Load.Subscribers;

/// <summary>What a crowd of subscribers has seen. One thread counts; the numbers may be asked by any.</summary>
internal sealed class Tally
{
    private long _delivered;
    private long _repeated;
    private long _outOfOrder;
    private long _foreign;
    private long _lastAt;
    private Histogram _latency = new();

    /// <summary>Events that came to a subscriber for the first time.</summary>
    public long Delivered => Volatile.Read(ref _delivered);

    /// <summary>Events that came to a subscriber again.</summary>
    public long Repeated => Volatile.Read(ref _repeated);

    /// <summary>Events that came to a subscriber after a later one.</summary>
    public long OutOfOrder => Volatile.Read(ref _outOfOrder);

    /// <summary>Events that nobody of this run published: what the server itself says, of a gap above all.</summary>
    public long Foreign => Volatile.Read(ref _foreign);

    /// <summary>When the last event came, on the monotonic clock.</summary>
    public long LastAt => Volatile.Read(ref _lastAt);

    /// <summary>The times from publishing to arrival since the last call. Only while none is on its way.</summary>
    public Histogram TakeLatency() => Interlocked.Exchange(ref _latency, new());

    /// <summary>Counts an event of this run.</summary>
    public void Add(Arrival arrival, EventPayload payload, long now)
    {
        if (arrival == Arrival.Repeated)
        {
            Volatile.Write(ref _repeated, _repeated + 1);
            return;
        }

        if (arrival == Arrival.OutOfOrder) Volatile.Write(ref _outOfOrder, _outOfOrder + 1);
        _latency.RecordNanoseconds(now - payload.SentAt);
        Volatile.Write(ref _lastAt, now);
        Volatile.Write(ref _delivered, _delivered + 1);
    }

    /// <summary>Counts another event.</summary>
    public void AddForeign() => Volatile.Write(ref _foreign, _foreign + 1);
}
