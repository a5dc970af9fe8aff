namespace OrleansSse.Load.Figures;

/// <summary>What a run found.</summary>
/// <param name="command">The scenario and its options, as the user gave them.</param>
internal sealed class Report(string command)
{
    private readonly List<Figure> _figures = [];
    private readonly List<Check> _checks = [];
    private readonly List<string> _notes = [];

    /// <summary>The scenario and its options, as the user gave them.</summary>
    public string Command => command;

    /// <summary>What was measured.</summary>
    public IReadOnlyList<Figure> Figures => _figures;

    /// <summary>What was checked.</summary>
    public IReadOnlyList<Check> Checks => _checks;

    /// <summary>What a reader of the figures must know besides.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>True when no rule was broken.</summary>
    public bool Passed => _checks.TrueForAll(check => check.Violations == 0);

    /// <summary>Adds a figure.</summary>
    public void Measured(string name, double value, string unit, string? goal = null) =>
        _figures.Add(new(name, value, unit, goal));

    /// <summary>Adds p50, p90, p99 and the longest of many durations, in milliseconds.</summary>
    public void MeasuredMany(string name, Histogram durations)
    {
        MeasuredPercent(50);
        MeasuredPercent(90);
        MeasuredPercent(99);
        Measured($"{name} max", durations.Max.TotalMilliseconds, "ms");

        void MeasuredPercent(int percent) =>
            Measured($"{name} p{percent}", durations.Percentile(percent / 100.0).TotalMilliseconds, "ms");
    }

    /// <summary>Adds p50 and the longest of a few durations, in milliseconds.</summary>
    public void MeasuredFew(string name, Histogram durations, string? goal = null)
    {
        Measured($"{name} p50", durations.Percentile(0.5).TotalMilliseconds, "ms", goal);
        Measured($"{name} max", durations.Max.TotalMilliseconds, "ms", goal);
    }

    /// <summary>Adds a rule and how often it was broken.</summary>
    public void Checked(string rule, long violations) => _checks.Add(new(rule, violations));

    /// <summary>Adds a sentence for the reader.</summary>
    public void Noted(string sentence) => _notes.Add(sentence);
}
