using System.Diagnostics.Metrics;

namespace OrleansSse.Grains;

/// <summary>What a silo measures of its streams.</summary>
internal sealed class EventStreamMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "OrleansSse.Grains";

    /// <summary>The instrument that says how much is pending.</summary>
    public const string PendingBytes = "orleanssse.publish.pending";

    private readonly UpDownCounter<long> _pending;
    private readonly Counter<long> _overloads;
    private readonly Counter<long> _appended;
    private readonly Histogram<double> _commitDuration;
    private readonly Counter<long> _commitFailures;
    private readonly Counter<long> _pushFailures;

    public EventStreamMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _pending = meter.CreateUpDownCounter<long>(PendingBytes, "By", "Publishes that wait for storage.");
        _overloads = meter.CreateCounter<long>("orleanssse.publish.overloads", "{publish}", "Publishes refused because too much was pending.");
        _appended = meter.CreateCounter<long>("orleanssse.events.appended", "{event}", "Events stored.");
        _commitDuration = meter.CreateHistogram<double>("orleanssse.commit.duration", "s", "From the start of a group commit until it is stored.");
        _commitFailures = meter.CreateCounter<long>("orleanssse.commit.failures", "{commit}", "Group commits with an unknown outcome.");
        _pushFailures = meter.CreateCounter<long>("orleanssse.push.failures", "{push}", "Pushes that a gateway did not take.");
    }

    public void Pending(long bytes) => _pending.Add(bytes);

    public void Overloaded() => _overloads.Add(1);

    public void Committed(int events, TimeSpan duration)
    {
        _appended.Add(events);
        _commitDuration.Record(duration.TotalSeconds);
    }

    public void CommitFailed() => _commitFailures.Add(1);

    public void PushFailed() => _pushFailures.Add(1);
}
