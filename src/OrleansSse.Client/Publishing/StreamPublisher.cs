using System.Buffers.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;
using Polly.Timeout;

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
    private readonly ResiliencePipeline<PublishResult> _pipeline;

    /// <summary>Makes a publisher; one serves a process.</summary>
    public StreamPublisher(IGrainFactory grains, IOptions<StreamPublisherOptions> options, TimeProvider time, ILogger<StreamPublisher> logger)
    {
        (_grains, _options, _time, _logger) = (grains, options.Value, time, logger);
        _pipeline = new ResiliencePipelineBuilder<PublishResult> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<PublishResult>
            {
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = _options.RetryDelay,
                MaxDelay = _options.MaxRetryDelay,
                ShouldHandle = args => ValueTask.FromResult(
                    args.Outcome.Exception is { } exception && args.Context.Properties.GetValue(PendingPublish.Key, null!).MayRetryAfter(exception)),
            })
            .AddTimeout(new TimeoutStrategyOptions
            {
                TimeoutGenerator = args => ValueTask.FromResult(TimeoutOf(args.Context.Properties.GetValue(PendingPublish.Key, null!).Attempts)),
            })
            .Build();
    }

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
        var publish = new PendingPublish(grain, request, _options.Deadline, _time);
        var context = ResilienceContextPool.Shared.Get(cancellation);
        context.Properties.Set(PendingPublish.Key, publish);
        try
        {
            return await _pipeline.ExecuteAsync(
                static async (context, publish) => await publish.TryAsync(context.CancellationToken), context, publish);
        }
        catch (Exception exception) when (publish.MayHaveLanded && exception is not (OutcomeUnknownException or PublishRefusedException) && !cancellation.IsCancellationRequested)
        {
            Log.GaveUp(_logger, stream, publish.Attempts, exception);
            throw new OutcomeUnknownException(
                "The stream could not be reached in time, and whether the events were stored is not known. Retry with the same idempotency key; without one, read the stream first.",
                new TimeoutException($"{publish.Attempts} attempts; the last: {exception.GetType().Name}: {exception.Message}"));
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    // One lost connection costs little, and storage that is slow is not asked over and over.
    private TimeSpan TimeoutOf(int attemptsBefore)
    {
        var timeout = _options.FirstAttemptTimeout * Math.Pow(2, Math.Min(attemptsBefore, 10));
        return timeout < _options.AttemptTimeout ? timeout : _options.AttemptTimeout;
    }

    private sealed class PendingPublish(IEventStreamGrain grain, PublishRequest request, TimeSpan deadline, TimeProvider time)
    {
        public static readonly ResiliencePropertyKey<PendingPublish> Key = new("publish");

        private readonly bool _hasOwnKey = request.IdempotencyKey is null;
        private readonly long _started = time.GetTimestamp();
        private PublishRequest _request = request.IdempotencyKey is null
            ? request with { IdempotencyKey = NewKey(), KeyAge = TimeSpan.Zero }
            : request;

        public int Attempts { get; private set; }

        /// <summary>True when an attempt ended without an answer that says otherwise.</summary>
        public bool MayHaveLanded { get; private set; }

        public async Task<PublishResult> TryAsync(CancellationToken cancellation)
        {
            if (Attempts++ > 0 && _request.KeyAge is not null)
            {
                _request = _request with { KeyAge = (request.KeyAge ?? TimeSpan.Zero) + time.GetElapsedTime(_started) };
            }

            var result = await grain.Publish(_request).WaitAsync(cancellation);
            // Whoever did not choose the key is not to hear of it.
            return _hasOwnKey && result.Outcome == PublishOutcome.Repeated ? result with { Outcome = PublishOutcome.Appended } : result;
        }

        public bool MayRetryAfter(Exception exception)
        {
            // Orleans says so in many ways that it was not answered, or not by the stream.
            var isUnanswered = exception is OutcomeUnknownException or TimeoutException or TimeoutRejectedException or OrleansException;
            MayHaveLanded |= isUnanswered;
            // An overload is for the publisher to heed, unless it does not know by then what became of its events.
            return (isUnanswered || exception is StreamUnavailableException || (exception is StreamOverloadedException && MayHaveLanded))
                && time.GetElapsedTime(_started) < deadline;
        }

        private static string NewKey() => Base64Url.EncodeToString(Guid.NewGuid().ToByteArray());
    }
}
