using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OrleansSse.Client.Publishing;

/// <summary>
/// Publishes once, also while silos are lost: what fails in a way that passes is tried again under the same idempotency key, within
/// a deadline. A publish without a key gets one for that.
/// </summary>
internal sealed partial class StreamPublisher : IDisposable
{
    private static readonly object ThisProcess = new();

    private readonly int _process = Random.Shared.Next();
    private readonly ulong _keys = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private readonly StreamPublisherOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private long _lastKey;

    /// <summary>Makes a publisher; one serves a process.</summary>
    public StreamPublisher(
        IGrainFactory grains, IOptions<StreamPublisherOptions> options, TimeProvider time, ILogger<StreamPublisher> logger, StreamEntrances? entrances = null)
    {
        (_options, _time, _logger) = (options.Value, time, logger);
        Lanes = new(grains, entrances, _options, time);
    }

    internal PublishLanes Lanes { get; }

    public void Dispose() => Lanes.Dispose();

    /// <summary>Publishes; completes when the events are stored.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="request">What to publish.</param>
    /// <param name="cancellation">Gives up waiting; the events may still be stored.</param>
    /// <exception cref="PublishRefusedException">As <see cref="IEventStreamGrain.Publish"/>.</exception>
    /// <exception cref="StreamOverloadedException">As <see cref="IEventStreamGrain.Publish"/>; or too much is pending in this process.</exception>
    /// <exception cref="StreamUnavailableException">The stream could not be reached within the deadline; nothing was stored.</exception>
    /// <exception cref="OutcomeUnknownException">The same, and whether the events were stored is not known.</exception>
    public Task<PublishResult> PublishAsync(StreamName stream, PublishRequest request, CancellationToken cancellation = default) =>
        PublishAsync(stream, request, publisher: null, cancellation);

    /// <summary>Publishes for one of many publishers, among whom what may be pending is shared fairly; completes when the events are stored.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="request">What to publish.</param>
    /// <param name="publisher">Who publishes: equal for the same publisher. Null: this process.</param>
    /// <param name="cancellation">Gives up waiting; the events may still be stored.</param>
    /// <inheritdoc cref="PublishAsync(StreamName, PublishRequest, CancellationToken)"/>
    public Task<PublishResult> PublishAsync(StreamName stream, PublishRequest request, object? publisher, CancellationToken cancellation = default)
    {
        var publishing = JoinOrPublishAsync(stream, request, publisher ?? ThisProcess, cancellation);
        return cancellation.CanBeCanceled ? WaitAsync(publishing, cancellation) : publishing;
    }

    private static async Task<PublishResult> WaitAsync(Task<PublishResult> publishing, CancellationToken cancellation)
    {
        try
        {
            return await publishing.WaitAsync(cancellation);
        }
        finally
        {
            // Nobody else is to hear how it ends.
            if (!publishing.IsCompleted) _ = publishing.ContinueWith(static ended => ended.Exception, TaskScheduler.Default);
        }
    }

    private Task<PublishResult> JoinOrPublishAsync(StreamName stream, PublishRequest request, object publisher, CancellationToken cancellation)
    {
        // Nobody is to fail for the condition of another.
        var mayJoin = request is { IdempotencyKey: null, ExpectedLast: null };
        try
        {
            if (mayJoin && Lanes.Join(stream, request.Events, publisher, cancellation) is { } joined) return joined.ResultAsync();
        }
        catch (StreamOverloadedException overload)
        {
            return Task.FromException<PublishResult>(overload);
        }

        return PublishAsync(stream, request, publisher, mayJoin, cancellation);
    }

    private async Task<PublishResult> PublishAsync(
        StreamName stream, PublishRequest request, object publisher, bool mayBeJoined, CancellationToken cancellation)
    {
        var hasOwnKey = request.IdempotencyKey is null;
        var keyed = request with
        {
            IdempotencyKey = request.IdempotencyKey ?? NewKey(),
            KeyAge = hasOwnKey ? TimeSpan.Zero : request.KeyAge,
            Publisher = ((long)_process << 32) | (uint)publisher.GetHashCode(),
        };
        var publish = new PendingPublish(keyed, publisher, mayBeJoined, _time.GetTimestamp(), cancellation);
        var lane = Lanes.Enter(stream, publish);
        try
        {
            var result = publish.Settle(await PublishAsync(stream, lane, publish));
            // Whoever did not choose the key is not to hear of it.
            return hasOwnKey && result.Outcome == PublishOutcome.Repeated ? result with { Outcome = PublishOutcome.Appended } : result;
        }
        catch (PublishRefusedException) when (publish.IsShared)
        {
            // What is refused may be one of them, or what they are together.
            return await PublishEachAsync(stream, publish);
        }
        catch (Exception failure) when (publish.IsShared)
        {
            publish.Settle(failure);
            throw;
        }
        finally
        {
            lane.Leave(publish);
        }
    }

    private Task<PublishResult> PublishEachAsync(StreamName stream, PendingPublish publish) => publish.SettleEach(
        (events, cancellation) => PublishAsync(stream, new(events), publish.Publisher, mayBeJoined: false, cancellation));

    private async Task<PublishResult> PublishAsync(StreamName stream, PublishLane lane, PendingPublish publish)
    {
        // True when an attempt ended without an answer that says otherwise.
        var mayHaveLanded = false;
        while (true)
        {
            try
            {
                return await lane.SendAsync(publish);
            }
            catch (Exception exception) when (!publish.IsAbandoned)
            {
                mayHaveLanded |= IsUnanswered(exception);
                var mayPass = IsUnanswered(exception) || MayPassLater(exception, mayHaveLanded);
                if (!mayPass || Lanes.AgeOf(publish) >= _options.Deadline)
                {
                    if (!mayHaveLanded || exception is OutcomeUnknownException or PublishRefusedException) throw;
                    Log.GaveUp(_logger, stream, publish.Attempts, exception);
                    throw Unknown(publish.Attempts, exception);
                }
            }

            await Task.Delay(PauseAfter(publish.Attempts), _time);
        }
    }

    private static bool IsUnanswered(Exception exception) => exception is OutcomeUnknownException || Unanswered.Is(exception);

    // An overload is for the publisher to heed, unless it does not know by then what became of its events.
    private static bool MayPassLater(Exception exception, bool mayHaveLanded) =>
        exception is StreamUnavailableException || (exception is StreamOverloadedException && mayHaveLanded);

    // Half of it at random, so that the publishers of a lost silo do not come back all at once.
    private TimeSpan PauseAfter(int attempt) =>
        Doubling.Of(_options.RetryDelay, attempt, _options.MaxRetryDelay) * (0.5 + (Random.Shared.NextDouble() / 2));

    private static OutcomeUnknownException Unknown(int attempts, Exception last) => new(
        "The stream could not be reached in time, and whether the events were stored is not known. Retry with the same idempotency key; without one, read the stream first.",
        new TimeoutException($"{attempts} attempts; the last: {last.GetType().Name}: {last.Message}"));

    // Random for each process, and counted in it: the system takes longer to make each of them random than the stream takes to append an event.
    private string NewKey()
    {
        Span<byte> key = stackalloc byte[2 * sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(key, _keys);
        BinaryPrimitives.WriteInt64LittleEndian(key[sizeof(ulong)..], Interlocked.Increment(ref _lastKey));
        return Base64Url.EncodeToString(key);
    }
}
