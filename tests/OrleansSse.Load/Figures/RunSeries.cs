namespace OrleansSse.Load.Figures;

/// <summary>One figure in each of several runs, maybe beside a peer.</summary>
/// <param name="Scenario">What was run.</param>
/// <param name="Figure">What it is.</param>
/// <param name="Unit">Of what.</param>
/// <param name="Goal">What it should be, or the ratio where there is a peer, in words; null when nothing is asked.</param>
/// <param name="Ours">The gateway's value in each run.</param>
/// <param name="Theirs">The peer's value beside it; empty when there is no peer.</param>
internal sealed record RunSeries(
    string Scenario, string Figure, string Unit, string? Goal, IReadOnlyList<double> Ours, IReadOnlyList<double> Theirs)
{
    /// <summary>The median of the gateway's values.</summary>
    public double? OurMedian => MedianOf(Ours);

    /// <summary>The median of the peer's values; null when there is no peer.</summary>
    public double? TheirMedian => MedianOf(Theirs);

    /// <summary>The median of the ratios of ours to theirs, run by run; null when there is no peer, or it has no more than 0.</summary>
    public double? Ratio => Theirs.All(static value => value > 0) ? MedianOf([.. Ours.Zip(Theirs, static (ours, theirs) => ours / theirs)]) : null;

    private static double? MedianOf(IReadOnlyList<double> values)
    {
        if (values.Count == 0) return null;
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
