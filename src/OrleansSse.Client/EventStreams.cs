using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansSse.Client.Publishing;
using OrleansSse.Client.Reading;
using OrleansSse.Client.Subscriptions;

namespace OrleansSse.Client;

internal sealed class EventStreams : IEventStreams
{
    public EventStreams(
        IGrainFactory grains,
        StreamPublisher publisher,
        StreamSubscriptions subscriptions,
        IOptions<EventStreamClientOptions> options,
        IOptions<StreamSubscriptionOptions> attempts,
        TimeProvider time,
        ILogger<EventStreams> logger)
    {
        (Grains, Publisher, Subscriptions, Options, Time, Logger) = (new(grains), publisher, subscriptions, options.Value, time, logger);
        Attempts = attempts.Value;
        Calls = new(Attempts, Options.Deadline, time);
        // Options that name no resolver mean reflection, where the application allows it.
        if (JsonSerializer.IsReflectionEnabledByDefault) Json.MakeReadOnly(populateMissingResolver: true);
    }

    public EventStreamGrains Grains { get; }

    public StreamPublisher Publisher { get; }

    public StreamSubscriptions Subscriptions { get; }

    public TimeProvider Time { get; }

    public ILogger Logger { get; }

    public EventStreamClientOptions Options { get; }

    public StreamSubscriptionOptions Attempts { get; }

    public StreamCalls Calls { get; }

    public JsonSerializerOptions Json => Options.Json;

    public IEventStreamClient GetStream(StreamName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new EventStreamClient(this, name);
    }

    public async Task<IReadOnlyList<BroadcastReport>> BroadcastAsync(
        IEnumerable<string> names, EventData data, PublishOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(data);
        string[] streams = [.. names.Distinct()];
        if (streams.Contains(null)) throw new ArgumentException("One of the names is null.", nameof(names));
        var reports = new BroadcastReport[streams.Length];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Options.BroadcastParallelism, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, streams.Length, parallel, async (i, cancellation) =>
            reports[i] = await PublishOneAsync(streams[i], data, options, cancellation));
        return reports;
    }

    private async Task<BroadcastReport> PublishOneAsync(string stream, EventData data, PublishOptions? options, CancellationToken cancellation)
    {
        try
        {
            return new(stream, await this.GetStream(stream).PublishAsync(data, options, cancellation), Error: null);
        }
        catch (EventStreamException error)
        {
            return new(stream, Result: null, error);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new(stream, Result: null, new OutcomeUnknownException("The stream failed in a way that it should not.", exception));
        }
    }
}
