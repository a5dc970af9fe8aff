using OrleansSse.Load.Figures;
using OrleansSse.Load.Http;

namespace OrleansSse.Load.Targets;

/// <summary>A server of event streams that a load can be put on: the gateway, or a peer.</summary>
internal abstract class SseServer : IAsyncDisposable
{
    /// <summary>Its root.</summary>
    public abstract Uri Url { get; }

    /// <summary>Its processes; empty when they are not known.</summary>
    public abstract IReadOnlyList<int> ProcessIds { get; }

    /// <summary>What its processes have used until now; null when they are not known.</summary>
    public ProcessUsage? Usage => ProcessIds.Count == 0 ? null : ProcessUsage.Of(ProcessIds);

    /// <summary>Where to POST an event's data.</summary>
    public abstract string PublishPath(string stream);

    /// <summary>True when a publish of one event was answered so that the event can be relied on.</summary>
    /// <param name="reply">The answer.</param>
    /// <param name="id">The event's id; nothing at a server that does not say it.</param>
    public abstract bool IsAcknowledged(HttpReply reply, out StreamPosition id);

    /// <summary>Where a subscriber gets what is published from now on, or what follows its <c>Last-Event-ID</c>.</summary>
    public abstract string SubscribePath(string stream);

    /// <summary>Where a subscriber gets all history, then what is published.</summary>
    public abstract string HistoryPath(string stream);

    /// <inheritdoc />
    public abstract ValueTask DisposeAsync();
}
