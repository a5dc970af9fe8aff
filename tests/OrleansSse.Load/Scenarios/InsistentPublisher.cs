using OrleansSse.Load.Checks;
using OrleansSse.Load.Figures;
using OrleansSse.Load.Http;

namespace OrleansSse.Load.Scenarios;

/// <summary>Publishes events one after another, each under an idempotency key of its own until it is acknowledged.</summary>
/// <param name="client">Who gets them acknowledged.</param>
/// <param name="stream">Where to publish.</param>
/// <param name="number">Which publisher this is: its events are tagged so.</param>
/// <param name="size">Bytes of data an event.</param>
/// <param name="pause">Milliseconds of rest after each.</param>
internal sealed class InsistentPublisher(InsistentClient client, string stream, int number, int size, int pause)
{
    private readonly List<AcknowledgedEvent> _acknowledged = [];
    private volatile bool _stopped;
    private long _tag = (long)number << 40;

    /// <summary>Where it publishes.</summary>
    public string Stream => stream;

    /// <summary>What was acknowledged; to be read while it does not run.</summary>
    public IReadOnlyList<AcknowledgedEvent> Acknowledged => _acknowledged;

    /// <summary>How many events were given up.</summary>
    public int GivenUp { get; private set; }

    /// <summary>How long no event was acknowledged.</summary>
    public PauseMeter Pauses { get; } = new(TimeProvider.System);

    /// <summary>Publishes until stopped; the event in flight is still acknowledged. It can run again.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        for (_stopped = false; !_stopped; _tag++)
        {
            if (await client.InsistAsync(stream, TaggedData.Create(_tag, size), $"event-{_tag}", cancel) is { } acknowledgement)
            {
                _acknowledged.Add(new(acknowledgement.First, _tag));
                Pauses.Mark();
            }
            else
            {
                GivenUp++;
            }

            if (pause > 0) await Task.Delay(TimeSpan.FromMilliseconds(pause), TimeProvider.System, cancel);
        }
    }

    /// <summary>Publishes no further event.</summary>
    public void Stop() => _stopped = true;
}
