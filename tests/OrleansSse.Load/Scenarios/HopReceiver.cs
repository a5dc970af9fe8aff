using System.Globalization;
using OrleansSse.Client.Subscriptions;
using OrleansSse.Load.Figures;

namespace OrleansSse.Load.Scenarios;

/// <summary>What a relay is to a stream: takes its events, counts them, and measures how old they are by the timestamp in their data.</summary>
internal sealed class HopReceiver : IStreamSubscriber
{
    private readonly Lock _lock = new();
    private long _count;
    private long _last;
    private Histogram _age = new();

    /// <summary>Events that have come.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>Events that did not follow the one before.</summary>
    public long OutOfOrder { get; private set; }

    /// <summary>Gaps that were told.</summary>
    public long Gaps { get; private set; }

    /// <summary>Data that says when it was sent.</summary>
    public static EventData Stamp(string padding) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetTimestamp():x16}{padding}"));

    /// <summary>The ages of the events since the last call.</summary>
    public Histogram TakeAges()
    {
        lock (_lock)
        {
            var ages = _age;
            _age = new();
            return ages;
        }
    }

    public void OnStarted(StreamPosition from) => _last = from.Sequence;

    public void OnEvents(ReadOnlySpan<StreamEvent> events)
    {
        lock (_lock)
        {
            foreach (var streamEvent in events)
            {
                if (streamEvent.Id.Sequence != ++_last) OutOfOrder++;
                var sent = long.Parse(streamEvent.Data.Utf8.Span[..16], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                _age.Record(TimeProvider.System.GetElapsedTime(sent));
            }

            Volatile.Write(ref _count, _count + events.Length);
        }
    }

    public void OnGap(StreamGap gap)
    {
        Gaps++;
        _last = gap.FirstKept.Sequence - 1;
    }

    public void OnCompleted()
    {
        // Nobody completes what is measured.
    }
}
