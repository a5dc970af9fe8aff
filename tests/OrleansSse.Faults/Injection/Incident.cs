using OrleansSse.Faults.Processes;

namespace OrleansSse.Faults.Injection;

/// <summary>One run of a fault: what it breaks, and when. What is left to chance comes from the seed.</summary>
internal sealed class Incident(Cluster cluster, Traffic traffic, Random random, CancellationToken cancel)
{
    private static readonly TimeProvider Time = TimeProvider.System;

    private long _began;
    private long _mended;

    /// <summary>What can be broken.</summary>
    public Cluster Cluster => cluster;

    /// <summary>Ends the run.</summary>
    public CancellationToken Cancel => cancel;

    /// <summary>What is hit, for the report.</summary>
    public string Target { get; private set; } = "";

    /// <summary>The streams that are hit.</summary>
    public IReadOnlySet<string> Streams { get; private set; } = new HashSet<string>();

    /// <summary>How long after the break, or after its end where nothing can be had before, all went on again.</summary>
    public TimeSpan? Recovered { get; private set; }

    /// <summary>One of several.</summary>
    public T Pick<T>(IReadOnlyList<T> among) => among[random.Next(among.Count)];

    /// <summary>A silo that has streams: to break another would show little.</summary>
    public async Task<SiloNode> PickSiloAsync()
    {
        var placed = new List<SiloNode>();
        foreach (var silo in cluster.Silos)
        {
            if ((await cluster.StreamsOnAsync([silo], traffic.Streams)).Count > 0) placed.Add(silo);
        }

        return Pick(placed);
    }

    /// <summary>Another one of several.</summary>
    public T PickOther<T>(IEnumerable<T> among, T than)
        where T : class => Pick([.. among.Where(one => one != than)]);

    /// <summary>Says what is hit, before it is: from now on pauses and failures count.</summary>
    /// <param name="target">For the report.</param>
    /// <param name="silos">The silos whose streams are hit.</param>
    public async Task BeginAsync(string target, params IReadOnlyList<SiloNode> silos)
    {
        Target = target;
        Streams = silos is [] ? Streams : await cluster.StreamsOnAsync(silos, traffic.Streams);
        traffic.RestartMeters();
        _began = _mended = Time.GetTimestamp();
    }

    /// <summary>Leaves things as they are for a while.</summary>
    /// <param name="least">Seconds.</param>
    /// <param name="most">Seconds.</param>
    public Task HoldAsync(double least, double most) =>
        Task.Delay(TimeSpan.FromSeconds(least + random.NextDouble() * (most - least)), Time, cancel);

    /// <summary>From now on all should recover: nothing is broken any more.</summary>
    public void Mended()
    {
        if (Recovered is null) _mended = Time.GetTimestamp();
    }

    /// <summary>Waits until every publisher and every subscriber goes on; that can be before the break is mended.</summary>
    public async Task RecoveredAsync()
    {
        var since = Recovered is null ? _mended : Time.GetTimestamp();
        await Until.TrueAsync(() => traffic.HasFlowedSinceAsync(since), "every publisher and subscriber goes on", cancel);
        Recovered ??= Time.GetElapsedTime(_mended);
    }

    /// <summary>How long ago it began.</summary>
    public TimeSpan Elapsed => Time.GetElapsedTime(_began);
}
