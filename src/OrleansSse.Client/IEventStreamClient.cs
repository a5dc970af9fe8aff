using System.Text.Json;

namespace OrleansSse.Client;

/// <summary>
/// One stream, to publish to and to read. It is cheap, keeps no state and may be used from many threads.
/// <see cref="EventStreamPublishExtensions"/> adds publishing of text and JSON.
/// </summary>
public interface IEventStreamClient
{
    /// <summary>The stream's name.</summary>
    StreamName Name { get; }

    /// <summary>How values become events and events values: <see cref="EventStreamClientOptions.Json"/>.</summary>
    JsonSerializerOptions Json { get; }

    /// <summary>
    /// Publishes one event; completes when it is stored. What fails in a way that passes is tried again under the same key: the event is
    /// stored once. Who awaits each publish has them stored in that order.
    /// </summary>
    /// <param name="data">The event.</param>
    /// <param name="options">A key, a condition.</param>
    /// <param name="cancellationToken">Gives up waiting; the event may still be stored.</param>
    /// <exception cref="ArgumentNullException">The event is null.</exception>
    /// <exception cref="PublishRefusedException">
    /// The event is too large, the key is malformed or was used with other events, or the stream is completed; nothing was stored.
    /// </exception>
    /// <exception cref="StreamOverloadedException">Too much waits for storage; nothing was stored, try again when it says.</exception>
    /// <exception cref="StreamUnavailableException">The stream could not be reached within the deadline; nothing was stored.</exception>
    /// <exception cref="OutcomeUnknownException">The same, and whether the event was stored is not known: try again under the same key.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    Task<PublishResult> PublishAsync(EventData data, PublishOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Publishes one event of UTF-8.</summary>
    /// <param name="utf8">The data; it is copied.</param>
    /// <param name="type">The event's type as the browser will see it; null or empty: <c>message</c>.</param>
    /// <param name="options">A key, a condition.</param>
    /// <param name="cancellationToken">Gives up waiting; the event may still be stored.</param>
    /// <exception cref="ArgumentException">The bytes are not UTF-8, or the type has a CR, LF or NUL or is too long.</exception>
    Task<PublishResult> PublishAsync(
        ReadOnlyMemory<byte> utf8, string? type = null, PublishOptions? options = null, CancellationToken cancellationToken = default) =>
        PublishAsync(EventDataText.Create(utf8.Span, type), options, cancellationToken);

    /// <inheritdoc cref="PublishAsync(ReadOnlyMemory{byte}, string?, PublishOptions?, CancellationToken)"/>
    Task<PublishResult> PublishAsync(byte[] utf8, string? type = null, PublishOptions? options = null, CancellationToken cancellationToken = default)
    {
        // As memory, null would be an event without data.
        ArgumentNullException.ThrowIfNull(utf8);
        return PublishAsync((ReadOnlyMemory<byte>)utf8, type, options, cancellationToken);
    }

    /// <summary>Publishes events together: all of them or none, with consecutive ids.</summary>
    /// <param name="events">At least one, and no more than the silos take at once (by default 4,096, and 1 MiB).</param>
    /// <param name="options">A key, a condition.</param>
    /// <param name="cancellationToken">Gives up waiting; the events may still be stored.</param>
    /// <exception cref="ArgumentException">One of the events is null.</exception>
    /// <exception cref="PublishRefusedException">As for one event; or there are none, or too many for one publish.</exception>
    /// <exception cref="StreamOverloadedException">As for one event.</exception>
    /// <exception cref="StreamUnavailableException">As for one event.</exception>
    /// <exception cref="OutcomeUnknownException">As for one event.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    Task<PublishResult> PublishAsync(IEnumerable<EventData> events, PublishOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Publishes events in their order as they come, until there are no more. What is there is sent together; while it is being stored, no more
    /// than <see cref="EventStreamClientOptions.MaxBatchEvents"/> are taken ahead, and the source waits. An overload of the stream is waited for.
    /// </summary>
    /// <param name="events">The events.</param>
    /// <param name="stored">Is told of each batch when it is stored, in order: what was not told of when this fails is to be published again.</param>
    /// <param name="cancellationToken">Gives up; the last batch may still be stored.</param>
    /// <returns>How many events were stored.</returns>
    /// <exception cref="ArgumentException">One of the events is null; those before it are stored.</exception>
    /// <exception cref="PublishRefusedException">An event is too large, or the stream is completed; its batch was not stored.</exception>
    /// <exception cref="StreamUnavailableException">As for one event.</exception>
    /// <exception cref="OutcomeUnknownException">As for one event, for the batch after the last that was told of.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    Task<long> PublishAsync(
        IAsyncEnumerable<EventData> events, IProgress<PublishResult>? stored = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads history, page by page as the events are taken, up to where the stream stood when reading began. From
    /// <see cref="StreamStart.Snapshot"/> it is the last event of each key, up to where the stream stood when the last of them was read.
    /// </summary>
    /// <param name="from">Where to start.</param>
    /// <param name="onGap">
    /// Is told of events that were asked for and no longer exist, before what is left follows. Null: the reading ends with a
    /// <see cref="StreamGapException"/>.
    /// </param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="StreamGapException">Events are gone, and <paramref name="onGap"/> is null.</exception>
    /// <exception cref="StreamUnavailableException">The stream could not be reached within the deadline.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    IAsyncEnumerable<StreamEvent> ReadAsync(StreamStart from, Action<StreamGap>? onGap = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads history and goes on with events as they come: each once, in order, until the stream is completed. It outlives lost silos. Whoever
    /// takes events more slowly than they come is served from history: no more than <see cref="EventStreamClientOptions.MaxBufferEvents"/> wait
    /// in memory.
    /// </summary>
    /// <param name="from">Where to start.</param>
    /// <param name="onGap">
    /// Is told of events that were asked for and no longer exist, because retention, a deletion or a lost silo's memory took them, before what is
    /// left follows. Null: the subscription ends with a <see cref="StreamGapException"/>; start again after <see cref="StreamGap.End"/>.
    /// </param>
    /// <param name="cancellationToken">Ends the subscription; leaving the loop does too.</param>
    /// <exception cref="StreamGapException">Events are gone, and <paramref name="onGap"/> is null.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, or the process stops.</exception>
    IAsyncEnumerable<StreamEvent> SubscribeAsync(StreamStart from, Action<StreamGap>? onGap = null, CancellationToken cancellationToken = default);

    /// <summary>The stream at this moment.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StreamUnavailableException">The stream could not be reached within the deadline.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    Task<StreamInfo> GetInfoAsync(CancellationToken cancellationToken = default);

    /// <summary>Replaces the stream's own retention.</summary>
    /// <param name="retention">What the stream keeps differently from the silos' options; null: nothing.</param>
    /// <param name="cancellationToken">Gives up waiting; the change may still be made.</param>
    /// <exception cref="PublishRefusedException">A bound is out of range; nothing was changed.</exception>
    /// <exception cref="StreamUnavailableException">The stream cannot be reached; nothing was changed.</exception>
    /// <exception cref="OutcomeUnknownException">Whether it was changed is not known; set it again.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    Task SetRetentionAsync(RetentionOverride? retention, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends the stream: publishes are refused, subscribers get what is left and end, and history stays for as long as its retention says. What
    /// is completed stays so; <see cref="DeleteAsync"/> alone begins a stream anew.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting; the stream may still be completed.</param>
    /// <exception cref="StreamUnavailableException">The stream cannot be reached; it is not completed.</exception>
    /// <exception cref="OutcomeUnknownException">Whether it was completed is not known; complete it again.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    Task CompleteAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes all events and the stream's own retention. The stream goes on in a new epoch, also one that was completed, and subscribers are
    /// told of it by a gap (<see cref="StreamGap.IsDeletion"/>).
    /// It is tried once: done again it would take what was published meanwhile.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting; the stream may still be deleted.</param>
    /// <exception cref="StreamUnavailableException">The stream cannot be reached; nothing was deleted.</exception>
    /// <exception cref="OutcomeUnknownException">Whether it was deleted is not known.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    Task DeleteAsync(CancellationToken cancellationToken = default);
}
