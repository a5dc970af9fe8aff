namespace OrleansSse.Client.OrleansStreams;

/// <summary>The subscriptions that this process has through the provider, and whose they are.</summary>
internal sealed class ProvidedSubscriptions(IGrainContextAccessor context)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(StreamId Stream, IGrainContext? Owner), List<object>> _subscriptions = [];

    /// <summary>The activation whose code runs; null outside of grains.</summary>
    // A client has a context too.
    public IGrainContext? Caller => context.GrainContext is { GrainInstance: not null } caller ? caller : null;

    public void Add(StreamId stream, IGrainContext? owner, object subscription)
    {
        lock (_lock)
        {
            if (!_subscriptions.TryGetValue((stream, owner), out var all)) _subscriptions.Add((stream, owner), all = []);
            all.Add(subscription);
        }
    }

    public void Remove(StreamId stream, IGrainContext? owner, object subscription)
    {
        lock (_lock)
        {
            if (!_subscriptions.TryGetValue((stream, owner), out var all)) return;
            // One that was resumed equals the one that goes on.
            all.RemoveAll(each => ReferenceEquals(each, subscription));
            if (all.Count == 0) _subscriptions.Remove((stream, owner));
        }
    }

    /// <summary>Those to a stream that the caller has made.</summary>
    public T[] OfCaller<T>(StreamId stream)
    {
        lock (_lock) return _subscriptions.TryGetValue((stream, Caller), out var all) ? [.. all.OfType<T>()] : [];
    }
}
