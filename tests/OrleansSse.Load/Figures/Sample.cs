namespace OrleansSse.Load.Figures;

/// <summary>The figures of one run of a scenario at one server.</summary>
internal sealed class Sample
{
    private readonly List<Figure> _figures = [];

    /// <summary>The figures.</summary>
    public IReadOnlyList<Figure> Figures => _figures;

    /// <summary>Adds a figure.</summary>
    public void Add(string name, double value, string unit) => _figures.Add(new(name, value, unit, Goal: null));

    /// <summary>Adds p50, p90, p99 and the longest of many durations, in milliseconds.</summary>
    public void Add(string name, Histogram durations)
    {
        Add($"{name} p50", durations.Percentile(0.5).TotalMilliseconds, "ms");
        Add($"{name} p90", durations.Percentile(0.9).TotalMilliseconds, "ms");
        Add($"{name} p99", durations.Percentile(0.99).TotalMilliseconds, "ms");
        Add($"{name} max", durations.Max.TotalMilliseconds, "ms");
    }
}
