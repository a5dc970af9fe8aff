using OrleansSse.Grains.History;

namespace OrleansSse.Grains.Leases;

/// <summary>
/// The gateways that a stream pushes to. Each has its own call in flight, so none waits for another, and nobody waits
/// for them: a gateway that fails loses its lease. It is told so, or learns it when it renews, and attaches again.
/// </summary>
internal sealed class LeaseTable(StreamHistory history, TimeSpan duration, TimeProvider time, ILeaseLog log)
{
    private const int MaxPushEvents = 4096;
    private const int MaxPushBytes = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Dictionary<Guid, Lease> _leases = [];
    private bool _revoked;

    /// <summary>Leases that have not ended.</summary>
    public int Count => _leases.Count(lease => IsHeld(lease.Key, lease.Value));

    /// <summary>Grants a lease to a gateway that has been told of all up to a head, and tells it of the rest.</summary>
    public void Grant(Guid id, IStreamObserver observer, StreamHead told)
    {
        // The page was still being read when the others were told.
        if (_revoked)
        {
            _ = observer.LeaseLost(id);
            return;
        }

        // Gateways that vanished are forgotten here, so that a quiet stream does not collect them.
        foreach (var (other, held) in _leases)
        {
            if (!IsHeld(other, held)) _leases.Remove(other);
        }

        var lease = new Lease(observer, told) { Renewed = time.GetTimestamp() };
        _leases[id] = lease;
        _ = PushAllAsync(id, lease);
    }

    /// <summary>Renews a lease; false if there is none.</summary>
    public bool TryRenew(Guid id)
    {
        if (!_leases.TryGetValue(id, out var lease) || !IsHeld(id, lease)) return false;
        (lease.Renewed, lease.IsAnswered) = (time.GetTimestamp(), true);
        return true;
    }

    public void Remove(Guid id) => _leases.Remove(id);

    /// <summary>Tells every gateway what is new.</summary>
    public void Push()
    {
        foreach (var (id, lease) in _leases)
        {
            if (!lease.IsPushing) _ = PushAllAsync(id, lease);
        }
    }

    /// <summary>Ends all leases, and those that are yet to be granted, and says so.</summary>
    public void Revoke()
    {
        _revoked = true;
        foreach (var (id, lease) in _leases) End(id, lease);
    }

    private void End(Guid id, Lease lease)
    {
        _leases.Remove(id);
        _ = lease.Observer.LeaseLost(id);
    }

    private async Task PushAllAsync(Guid id, Lease lease)
    {
        lease.IsPushing = true;
        var isAnswered = true;
        while (IsHeld(id, lease) && (!isAnswered || lease.Told != history.Head.StreamHead))
        {
            isAnswered = await IsAnsweredAsync(PushAsync(id, lease, Next(id, lease)));
            lease.IsAnswered &= isAnswered;
        }

        lease.IsPushing = false;
        KeepUntold();
    }

    private EventPush Next(Guid id, Lease lease)
    {
        // A gateway that has fallen behind what is in memory, or may have missed the last push, is only told to read.
        var (told, head) = (lease.Told.Position, history.Head.StreamHead);
        var push = new EventPush(id, told, [], head.Position, head.IsCompleted, lease.IsAnswered);
        var after = told.IsOrigin ? head.Position with { Sequence = 0 } : told;
        if (history.TryReadRecent(after, MaxPushEvents, MaxPushBytes, out var events)) push = push with { Events = events };
        lease.Told = events is [.., var last] && last.Id != head.Position ? new(last.Id, IsCompleted: false) : head;
        KeepUntold();
        return push;
    }

    private async Task PushAsync(Guid id, Lease lease, EventPush push)
    {
        try
        {
            var sent = time.GetTimestamp();
            await lease.Observer.Push(push);
            lease.Renewed = Math.Max(lease.Renewed, sent);
        }
        catch (Exception exception)
        {
            log.PushFailed(id, exception);
            if (_leases.GetValueOrDefault(id) == lease) End(id, lease);
        }
    }

    // What a client answers goes to where the silo that it is connected to believes the stream to be, and after the loss of a silo
    // that can be wrong for long. The push may have been taken; if not, the next one tells.
    private async Task<bool> IsAnsweredAsync(Task push)
    {
        try
        {
            await push.WaitAsync(Patience, time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    // While a push is in flight, more can arrive than is kept in memory anyway.
    private void KeepUntold()
    {
        var least = long.MaxValue;
        foreach (var (_, lease) in _leases)
        {
            if (lease.IsPushing) least = Math.Min(least, lease.Told.Position.Sequence);
        }

        history.KeepRecentAfter(least);
    }

    private bool IsHeld(Guid id, Lease lease) => _leases.GetValueOrDefault(id) == lease && time.GetElapsedTime(lease.Renewed) < duration;
}
