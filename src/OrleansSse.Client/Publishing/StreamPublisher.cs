using System.Buffers.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OrleansSse.Client.Publishing;

/// <summary>
/// Publishes once, also while silos are lost: what fails in a way that passes is tried again under the same idempotency key, within
/// a deadline. A publish without a key gets one for that.
/// </summary>
public sealed partial class StreamPublisher
{
    private readonly IGrainFactory _grains;
    private readonly StreamPublisherOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <summary>Makes a publisher; one serves a process.</summary>
    public StreamPublisher(IGrainFactory grains, IOptions<StreamPublisherOptions> options, TimeProvider time, ILogger<StreamPublisher> logger) =>
        (_grains, _options, _time, _logger) = (grains, options.Value, time, logger);

    /// <summary>Publishes; completes when the events are stored.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="request">What to publish.</param>
    /// <param name="cancellation">Gives up waiting; the events may still be stored.</param>
    /// <exception cref="PublishRefusedException">As <see cref="IEventStreamGrain.Publish"/>.</exception>
    /// <exception cref="StreamOverloadedException">As <see cref="IEventStreamGrain.Publish"/>.</exception>
    /// <exception cref="StreamUnavailableException">The stream could not be reached within the deadline; nothing was stored.</exception>
    /// <exception cref="OutcomeUnknownException">The same, and whether the events were stored is not known.</exception>
    public Task<PublishResult> PublishAsync(StreamName stream, PublishRequest request, CancellationToken cancellation = default) =>
        PublishAsync(stream, _grains.GetGrain<IEventStreamGrain>(stream.ToString()), request, cancellation);

    internal async Task<PublishResult> PublishAsync(
        StreamName stream, IEventStreamGrain grain, PublishRequest request, CancellationToken cancellation)
    {
        var started = _time.GetTimestamp();
        var hasOwnKey = request.IdempotencyKey is null;
        var keyed = hasOwnKey ? request with { IdempotencyKey = NewKey(), KeyAge = TimeSpan.Zero } : request;
        // True when an attempt ended without an answer that says otherwise.
        var mayHaveLanded = false;
        for (var attempts = 1; ; attempts++)
        {
            try
            {
                var result = await grain.Publish(keyed).WaitAsync(TimeoutOf(attempts), _time, cancellation);
                // Whoever did not choose the key is not to hear of it.
                return hasOwnKey && result.Outcome == PublishOutcome.Repeated ? result with { Outcome = PublishOutcome.Appended } : result;
            }
            catch (Exception exception) when (!cancellation.IsCancellationRequested)
            {
                mayHaveLanded |= IsUnanswered(exception);
                var mayPass = IsUnanswered(exception) || MayPassLater(exception, mayHaveLanded);
                if (!mayPass || _time.GetElapsedTime(started) >= _options.Deadline)
                {
                    if (!mayHaveLanded || exception is OutcomeUnknownException or PublishRefusedException) throw;
                    Log.GaveUp(_logger, stream, attempts, exception);
                    throw Unknown(attempts, exception);
                }
            }

            await Task.Delay(PauseAfter(attempts), _time, cancellation);
            if (keyed.KeyAge is not null) keyed = keyed with { KeyAge = (request.KeyAge ?? TimeSpan.Zero) + _time.GetElapsedTime(started) };
        }
    }

    // Orleans says so in many ways that it was not answered, or not by the stream.
    private static bool IsUnanswered(Exception exception) => exception is OutcomeUnknownException or TimeoutException or OrleansException;

    // An overload is for the publisher to heed, unless it does not know by then what became of its events.
    private static bool MayPassLater(Exception exception, bool mayHaveLanded) =>
        exception is StreamUnavailableException || (exception is StreamOverloadedException && mayHaveLanded);

    // One lost connection costs little, and storage that is slow is not asked over and over.
    private TimeSpan TimeoutOf(int attempt) => Doubled(_options.FirstAttemptTimeout, attempt, _options.AttemptTimeout);

    // Half of it at random, so that the publishers of a lost silo do not come back all at once.
    private TimeSpan PauseAfter(int attempt) =>
        Doubled(_options.RetryDelay, attempt, _options.MaxRetryDelay) * (0.5 + (Random.Shared.NextDouble() / 2));

    private static TimeSpan Doubled(TimeSpan first, int attempt, TimeSpan most)
    {
        var time = first * Math.Pow(2, Math.Min(attempt - 1, 10));
        return time < most ? time : most;
    }

    private static OutcomeUnknownException Unknown(int attempts, Exception last) => new(
        "The stream could not be reached in time, and whether the events were stored is not known. Retry with the same idempotency key; without one, read the stream first.",
        new TimeoutException($"{attempts} attempts; the last: {last.GetType().Name}: {last.Message}"));

    private static string NewKey() => Base64Url.EncodeToString(Guid.NewGuid().ToByteArray());
}
