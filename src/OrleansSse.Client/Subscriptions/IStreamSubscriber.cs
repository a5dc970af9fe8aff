namespace OrleansSse.Client.Subscriptions;

/// <summary>
/// Takes the events of one stream: in order, each once, one call at a time. A call that throws is made again.
/// </summary>
internal interface IStreamSubscriber
{
    /// <summary>
    /// The subscription stands: events after this position follow. Said again when a stream without events, which stood
    /// at the origin, has got its epoch.
    /// </summary>
    void OnStarted(StreamPosition from);

    /// <summary>Consecutive events after what was told before, or of a snapshot those that it has; also such as have expired.</summary>
    void OnEvents(ReadOnlySpan<StreamEvent> events);

    /// <summary>Events are gone; what follows begins with <see cref="StreamGap.FirstKept"/>.</summary>
    void OnGap(StreamGap gap);

    /// <summary>The stream is completed: nothing follows, unless it is deleted (<see cref="OnGap"/>) and so begins anew.</summary>
    void OnCompleted();
}
