namespace OrleansSse;

/// <summary>
/// One stream: it orders events, keeps recent history and tells gateways of what is new. The grain's key is the
/// <see cref="StreamName"/>. A call with a malformed key fails with <see cref="InvalidStreamNameException"/>, one whose
/// storage fails before anything was changed with <see cref="StreamUnavailableException"/>.
/// </summary>
[Alias("OrleansSse.IEventStreamGrain")]
public interface IEventStreamGrain : IGrainWithStringKey
{
    /// <summary>Appends events; returns when they are stored.</summary>
    /// <exception cref="PublishRefusedException">
    /// The request breaks a limit, its key was used with other events, or the stream is completed; nothing was stored.
    /// </exception>
    /// <exception cref="StreamOverloadedException">Too much is pending; nothing was stored, try again later.</exception>
    /// <exception cref="OutcomeUnknownException">The storage failed: the events may or may not be there. Retry with the same idempotency key.</exception>
    [Alias("Publish")]
    Task<PublishResult> Publish(PublishRequest request);

    /// <summary>Makes several publishes, in their order, which have nothing else in common: each has a result or an error of its own.</summary>
    /// <param name="requests">The publishes.</param>
    /// <returns>What became of each, in the order of the requests, when all are settled; and the entrance of the silo that has the stream, if it has one.</returns>
    [Alias("PublishTogether")]
    Task<PublishReports> PublishMany(PublishRequest[] requests);

    /// <summary>
    /// Reads one page of history, with what has expired (<see cref="StreamEvent.IsExpired"/>), or of a snapshot; the next page starts at
    /// <see cref="StreamStart.Next"/>. Reading a stream that does not exist stores nothing.
    /// </summary>
    [Alias("Read")]
    Task<HistoryPage> Read(ReadRequest request);

    /// <summary>The stream at this moment.</summary>
    [Alias("GetInfo")]
    Task<StreamInfo> GetInfo();

    /// <summary>Replaces the stream's own retention; null returns to the options.</summary>
    /// <exception cref="PublishRefusedException">A bound is out of range; nothing was stored.</exception>
    /// <exception cref="OutcomeUnknownException">The storage failed.</exception>
    [Alias("SetRetention")]
    Task SetRetention(RetentionOverride? retention);

    /// <summary>
    /// Ends the stream: it takes no more events, its subscribers get what is left and are told that this was all, and its history
    /// stays for as long as its retention says. A stream that is completed stays so; deletion alone begins it anew.
    /// </summary>
    /// <exception cref="OutcomeUnknownException">The storage failed; complete it again.</exception>
    [Alias("Complete")]
    Task Complete();

    /// <summary>
    /// Removes all events and the stream's own retention. The stream goes on in a new epoch, also one that was completed; subscribers
    /// are told of the deletion.
    /// </summary>
    /// <exception cref="OutcomeUnknownException">The storage failed.</exception>
    [Alias("Delete")]
    Task Delete();

    /// <summary>
    /// Reads a page and takes a lease that starts at its head, so nothing falls between replay and live: every event after
    /// the page's head is pushed to the observer for as long as the lease is renewed.
    /// </summary>
    /// <param name="lease">The lease, by an id of the subscriber's choosing.</param>
    /// <param name="observer">Where to push.</param>
    /// <param name="request">What to read.</param>
    [Alias("Attach")]
    Task<HistoryPage> Attach(Guid lease, IStreamObserver observer, ReadRequest request);

    /// <summary>Renews a lease; returns the head, or null when there is no such lease any more: attach again.</summary>
    [Alias("RenewLease")]
    Task<StreamHead?> Renew(Guid lease);

    /// <summary>Gives a lease up.</summary>
    [Alias("Detach")]
    Task Detach(Guid lease);
}
