using OrleansSse.Faults.Injection;
using OrleansSse.Faults.Processes;
using OrleansSse.Faults.Reporting;
using OrleansSse.Load.Checks;
using OrleansSse.Load.Figures;

namespace OrleansSse.Faults;

/// <summary>A cluster under load that is broken in one way after another, and checked after each.</summary>
internal sealed class FaultSuite : IAsyncDisposable
{
    private const int Silos = 3, Gateways = 2;
    private const int LeastCalm = 500, MostCalm = 2_500;

    // What comes too late, or twice, comes after the last one.
    private static readonly TimeSpan Aftermath = TimeSpan.FromMilliseconds(500);
    private static readonly TimeProvider Time = TimeProvider.System;

    private readonly Cluster _cluster;
    private readonly Traffic _traffic;

    public FaultSuite(DirectoryInfo directory, TrafficSize size)
    {
        _cluster = new(directory, Silos, Gateways);
        _traffic = new(_cluster.Gateways.Select(gateway => gateway.Url), size);
    }

    /// <summary>Starts the cluster and subscribes.</summary>
    public async Task StartAsync(Report report, CancellationToken cancel)
    {
        await _cluster.StartAsync(cancel);
        await _traffic.SubscribeAsync(report, cancel);
    }

    /// <summary>Lets one fault happen, waits until everybody goes on, and checks every event at every subscriber.</summary>
    public async Task<Outcome> RunAsync(Fault fault, Random random, CancellationToken cancel)
    {
        _traffic.Publish(cancel);
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(LeastCalm, MostCalm)), Time, cancel);
        var (failures, exits) = (_traffic.Failures, Exits);
        var incident = new Incident(_cluster, _traffic, random, cancel);

        await fault.RunAsync(incident);
        await incident.RecoveredAsync();
        await _cluster.WholeAsync(cancel);
        await incident.RecoveredAsync();

        var outcome = Measure(fault, incident, failures, exits);
        var rested = Time.GetTimestamp();
        await _traffic.RestAsync(cancel);
        outcome = outcome with { CaughtUp = Time.GetElapsedTime(rested), Broken = _traffic.Check() };
        _traffic.GoHome();
        return outcome;
    }

    /// <summary>Checks once more, also what is stored.</summary>
    public async Task<BrokenPromises> CheckAsync(CancellationToken cancel)
    {
        await Task.Delay(Aftermath, Time, cancel);
        return _traffic.Check() + await _traffic.CheckStoredAsync(cancel);
    }

    /// <summary>Says how much has been checked.</summary>
    public void Describe(Report report)
    {
        report.Measured("acknowledged", _traffic.Acknowledged, "events");
        report.Measured("given up by their publishers", _traffic.GivenUp, "events");
        report.Measured("seen by subscribers", _traffic.Seen, "events");
    }

    /// <summary>Says how things stand, for whoever looks for the cause of a failure: what goes on, and the last output of every process.</summary>
    public string HowItStands() => string.Join(
        Environment.NewLine,
        [_traffic.HowItStands(), .. _cluster.Nodes.Select(node => $"--- {node.Name}, {(node.ProcessId is { } id ? $"process {id}" : "down")}:{Environment.NewLine}{node.LastOutput}")]);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _traffic.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    private int Exits => _cluster.Nodes.Sum(node => node.Exits);

    private Outcome Measure(Fault fault, Incident incident, IReadOnlyDictionary<string, int> failures, int exits) => new()
    {
        Fault = fault.Name,
        Target = incident.Target,
        Streams = incident.Streams.Count,
        PublisherPause = incident.Streams.Count == 0 ? null : _traffic.LongestPublisherPause(incident.Streams.Contains),
        OtherPublisherPause = incident.Streams.Count == _traffic.Streams.Count
            ? null
            : _traffic.LongestPublisherPause(stream => !incident.Streams.Contains(stream)),
        SubscriberPause = _traffic.LongestSubscriberPause(),
        Failures = _traffic.Failures
            .Select(after => KeyValuePair.Create(after.Key, after.Value - failures.GetValueOrDefault(after.Key)))
            .Where(failure => failure.Value > 0)
            .ToDictionary(),
        Recovered = incident.Recovered!.Value,
        CaughtUp = default,
        Exits = Exits - exits,
        Broken = default,
    };
}
