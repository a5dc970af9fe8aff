namespace OrleansSse.Load.Scenarios;

/// <summary>All that can be compared, one after the other, in one table.</summary>
internal sealed class BenchScenario : Scenario
{
    private readonly IReadOnlyList<ComparedScenario> _scenarios;

    /// <param name="scenarios">What to run, each as its own command with these options would.</param>
    public BenchScenario(params IReadOnlyList<ComparedScenario> scenarios)
        : base("bench", $"Runs {string.Join(", ", scenarios.Select(static scenario => scenario.Name))}, and prints one table.")
    {
        _scenarios = scenarios;
        ComparedScenario.AddTo(this);
    }

    /// <inheritdoc />
    protected internal override async Task MeasureAsync(Run run, CancellationToken cancel)
    {
        foreach (var scenario in _scenarios)
        {
            using var its = run.As(scenario);
            try
            {
                await scenario.MeasureAsync(its, cancel);
            }
            catch (RunFailedException e)
            {
                // What the others found is not to be lost with it.
                run.Report.Checked($"{scenario.Name}: could not be run", 1);
                run.Report.Noted($"{scenario.Name}: {e.Message}");
            }
        }
    }
}
