using Orleans.Streams;

namespace OrleansSse.Client.OrleansStreams;

/// <summary>
/// Event streams as Orleans streams: <c>GetStreamProvider("EventStreams").GetStream&lt;T&gt;("orders")</c>, on silos and clients that
/// were told <c>AddEventStreams</c>. An item is an event: <see cref="StreamEvent"/>, <see cref="EventData"/>, a <see cref="string"/> (the
/// data), or any other type (the data is its JSON by <see cref="EventStreamClientOptions.Json"/>).
/// </summary>
/// <remarks>
/// <para>
/// The key of a stream id is the stream's name; where it has a namespace, the name is <c>{namespace}.{key}</c>.
/// </para>
/// <para>
/// <c>OnNextAsync</c> publishes one event and <c>OnNextBatchAsync</c> some together; they complete when these are stored, once, and fail as
/// <see cref="IEventStreamClient.PublishAsync(EventData, PublishOptions?, CancellationToken)"/> does. <c>OnCompletedAsync</c> completes the
/// stream, as <see cref="IEventStreamClient.CompleteAsync"/>.
/// </para>
/// <para>
/// <c>SubscribeAsync</c> misses nothing that is published once it has completed; with an <see cref="EventStreamSequenceToken"/> it begins with the
/// event after that one (not with that one, as other providers do). Events come in order, each once, one call at a time, in a grain in its turns
/// and between those of its calls. What an observer throws it is told by <c>OnErrorAsync</c>, and the item comes again, after a pause, until it
/// is taken. <c>OnErrorAsync</c> also tells of events that are gone (<see cref="StreamGapException"/>; those that are left follow) and of those that
/// are no <c>T</c> (<see cref="EventSerializationException"/>; they are passed over). When the stream is completed and all of it is taken, the
/// observer is told by <c>OnCompletedAsync</c>, and the subscription ends.
/// </para>
/// <para>
/// A subscription belongs to the process, and in a silo to the activation, that made it, and ends with it: it survives lost silos, but not the
/// loss of its own. Resume by subscribing with the token that was last dealt with. <c>GetAllSubscriptionHandles</c> has the caller's own;
/// <c>ResumeAsync</c> gives one another observer, from where it stands or from a token.
/// </para>
/// <para>
/// Not supported (<see cref="NotSupportedException"/>): <c>OnErrorAsync</c> of a publisher, publishing with a token, filter data. Nor are there implicit subscriptions, a subscription manager, or handles and streams that are stored or sent.
/// </para>
/// </remarks>
public sealed class EventStreamProvider : IStreamProvider
{
    /// <summary>The name under which it is registered.</summary>
    public const string ProviderName = "EventStreams";

    private readonly EventStreams _streams;
    private readonly ProvidedSubscriptions _subscriptions;

    internal EventStreamProvider(EventStreams streams, IGrainContextAccessor context) => (_streams, _subscriptions) = (streams, new(context));

    /// <inheritdoc />
    public string Name => ProviderName;

    /// <summary>True: a subscription may begin in the past.</summary>
    public bool IsRewindable => true;

    /// <summary>A stream.</summary>
    /// <exception cref="InvalidStreamNameException">Its namespace and key are not the name of an event stream.</exception>
    public IAsyncStream<T> GetStream<T>(StreamId streamId) => new ProvidedStream<T>(streamId, _streams, _subscriptions);

    internal static string NameOf(StreamId streamId) =>
        streamId.GetNamespace() is { } prefix ? $"{prefix}.{streamId.GetKeyAsString()}" : streamId.GetKeyAsString();
}
