namespace OrleansSse.Client;

/// <summary>
/// The event streams of a cluster. To be had from dependency injection, or from an <see cref="IGrainFactory"/> or an
/// <see cref="IClusterClient"/> by <see cref="EventStreamGrainFactoryExtensions.GetEventStreams"/>.
/// </summary>
public interface IEventStreams
{
    /// <summary>A stream. This calls nothing and makes nothing: a stream begins with its first event.</summary>
    /// <param name="name">The stream's name.</param>
    IEventStreamClient GetStream(StreamName name);

    /// <summary>Appends one event to many streams, and says what became of it in each.</summary>
    /// <param name="names">The streams' names; one that is named twice gets the event once. Wrong names are reported, as all else is.</param>
    /// <param name="data">The event.</param>
    /// <param name="options">As for one publish; the key is looked for in each stream, so a broadcast can be repeated as a whole.</param>
    /// <param name="cancellationToken">Gives up; the event may have been stored in some of the streams.</param>
    /// <returns>One report for each name, in the order of the names. The failure of one stream is not that of another.</returns>
    /// <exception cref="ArgumentException">The event or one of the names is null.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    Task<IReadOnlyList<BroadcastReport>> BroadcastAsync(
        IEnumerable<string> names, EventData data, PublishOptions? options = null, CancellationToken cancellationToken = default);
}
