namespace OrleansSse.Load.Figures;

/// <summary>What a run found.</summary>
/// <param name="command">The scenario and its options, as the user gave them.</param>
internal sealed class Report(string command)
{
    private readonly List<Figure> _figures = [];
    private readonly List<RunSeries> _series = [];
    private readonly List<Check> _checks = [];
    private readonly List<string> _notes = [];

    /// <summary>The scenario and its options, as the user gave them.</summary>
    public string Command => command;

    /// <summary>What was measured.</summary>
    public IReadOnlyList<Figure> Figures => _figures;

    /// <summary>What was measured in several runs, maybe beside a peer.</summary>
    public IReadOnlyList<RunSeries> Series => _series;

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

    /// <summary>Adds the figures of several runs.</summary>
    /// <param name="scenario">What was run.</param>
    /// <param name="ours">Those of the gateway.</param>
    /// <param name="theirs">Those of the peer, each from beside the gateway's run of the same index; empty when there is none.</param>
    /// <param name="goals">By the name of a figure, what it should be, or what its ratio should be.</param>
    public void MeasuredRuns(
        string scenario, IReadOnlyList<Sample> ours, IReadOnlyList<Sample> theirs, IReadOnlyDictionary<string, string> goals)
    {
        foreach (var (name, _, unit, _) in ours[0].Figures)
            _series.Add(new(scenario, name, unit, goals.GetValueOrDefault(name), ValuesOf(ours, name), ValuesOf(theirs, name)));

        static double[] ValuesOf(IReadOnlyList<Sample> samples, string name) =>
            [.. samples.SelectMany(static sample => sample.Figures).Where(figure => figure.Name == name).Select(static figure => figure.Value)];
    }

    /// <summary>Adds a rule and how often it was broken; to what it was before, when it has been checked already.</summary>
    public void Checked(string rule, long violations)
    {
        var known = _checks.FindIndex(check => check.Rule == rule);
        if (known < 0) _checks.Add(new(rule, violations));
        else _checks[known] = _checks[known] with { Violations = _checks[known].Violations + violations };
    }

    /// <summary>Adds a sentence for the reader.</summary>
    public void Noted(string sentence) => _notes.Add(sentence);
}
