using OrleansSse.Load.Figures;

namespace OrleansSse.Load.Scenarios.FanOut;

/// <summary>What a server must not do.</summary>
/// <param name="Lost">Acknowledged events that did not come to a subscriber.</param>
/// <param name="Repeated">Events that came to a subscriber again.</param>
/// <param name="OutOfOrder">Events that came to a subscriber after a later one.</param>
/// <param name="Foreign">Gaps that were told, and other events that were not published.</param>
/// <param name="Refused">Publishes that were not acknowledged.</param>
/// <param name="Ended">Connections that were refused or closed.</param>
internal readonly record struct Losses(long Lost, long Repeated, long OutOfOrder, long Foreign, long Refused, long Ended)
{
    private IEnumerable<(string Rule, long Times, string Unit)> Rules =>
    [
        ("lost", Lost, "events"),
        ("repeated", Repeated, "events"),
        ("out of order", OutOfOrder, "events"),
        ("gaps told", Foreign, "events"),
        ("not published", Refused, "events"),
        ("connections ended", Ended, ""),
    ];

    /// <summary>What both have.</summary>
    public static Losses operator +(Losses a, Losses b) => new(
        a.Lost + b.Lost,
        a.Repeated + b.Repeated,
        a.OutOfOrder + b.OutOfOrder,
        a.Foreign + b.Foreign,
        a.Refused + b.Refused,
        a.Ended + b.Ended);

    /// <summary>Adds them as figures.</summary>
    public void AddTo(Sample sample)
    {
        foreach (var (rule, times, unit) in Rules) sample.Add(rule, times, unit);
    }

    /// <summary>Adds them as rules, any breach of which fails the run.</summary>
    public void AddTo(Report report, string scenario)
    {
        foreach (var (rule, times, _) in Rules) report.Checked($"{scenario}: {rule}", times);
    }
}
