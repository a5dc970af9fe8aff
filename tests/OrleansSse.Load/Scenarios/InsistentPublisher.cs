using OrleansSse.Load.Checks;
using OrleansSse.Load.Http;

namespace OrleansSse.Load.Scenarios;

/// <summary>Publishes events one after another, each under an idempotency key of its own until it is acknowledged.</summary>
/// <param name="client">The gateway's client.</param>
/// <param name="stream">Where to publish.</param>
/// <param name="number">Which publisher this is: its events are tagged so.</param>
/// <param name="size">Bytes of data an event.</param>
/// <param name="pause">Milliseconds of rest after each.</param>
internal sealed class InsistentPublisher(StreamClient client, string stream, int number, int size, int pause)
{
    private readonly List<AcknowledgedEvent> _acknowledged = [];
    private volatile bool _stopped;

    /// <summary>What was acknowledged.</summary>
    public IReadOnlyList<AcknowledgedEvent> Acknowledged => _acknowledged;

    /// <summary>How often an event was tried in vain.</summary>
    public long Failures { get; private set; }

    /// <summary>Publishes until stopped; the event in flight is still acknowledged.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        for (var tag = (long)number << 40; !_stopped; tag++)
        {
            var (acknowledgement, failures) = await client.InsistAsync(stream, TaggedData.Create(tag, size), $"event-{tag}", cancel);
            _acknowledged.Add(new(acknowledgement.First, tag));
            Failures += failures;
            if (pause > 0) await Task.Delay(TimeSpan.FromMilliseconds(pause), TimeProvider.System, cancel);
        }
    }

    /// <summary>Publishes no further event.</summary>
    public void Stop() => _stopped = true;
}
