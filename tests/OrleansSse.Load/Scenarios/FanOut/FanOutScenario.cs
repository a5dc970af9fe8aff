using OrleansSse.Load.Figures;
using OrleansSse.Load.Targets;

namespace OrleansSse.Load.Scenarios.FanOut;

/// <summary>A scenario of many subscribers.</summary>
/// <param name="name">The command.</param>
/// <param name="description">For the help.</param>
/// <param name="goals">By the name of a figure, what its ratio to the peer's should be.</param>
internal abstract class FanOutScenario(string name, string description, IReadOnlyDictionary<string, string> goals)
    : ComparedScenario(name, description)
{
    private static readonly Dictionary<string, string> NoGoals = [];

    /// <inheritdoc />
    protected sealed override async Task<Sample> MeasureAsync(Run run, SseServer server, string title, CancellationToken cancel)
    {
        var sample = new Sample();
        await using var load = new FanOutLoad(run, server, ShapeOf(run), title);
        await MeasureAsync(run, load, sample, cancel);
        load.Losses.AddTo(sample, run.Report, Name, server);
        if (load.FirstFailure is { } failure) run.Report.Noted($"{title}: {failure}");
        return sample;
    }

    /// <summary>How many there are of what.</summary>
    protected abstract LoadShape ShapeOf(Run run);

    /// <summary>Runs it once.</summary>
    /// <param name="run">The options.</param>
    /// <param name="load">The load, not connected.</param>
    /// <param name="sample">Where the figures go; those of what must not happen are added for all.</param>
    /// <param name="cancel">Ends it early.</param>
    protected abstract Task MeasureAsync(Run run, FanOutLoad load, Sample sample, CancellationToken cancel);

    /// <inheritdoc />
    protected sealed override IReadOnlyDictionary<string, string> GoalsOf(Run run) => IsCompared(run) ? goals : NoGoals;
}
