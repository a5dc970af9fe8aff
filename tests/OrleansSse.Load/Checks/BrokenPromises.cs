using OrleansSse.Load.Figures;

namespace OrleansSse.Load.Checks;

/// <summary>How often the promises to a subscriber were broken.</summary>
/// <param name="Lost">Acknowledged, and not seen.</param>
/// <param name="Altered">Seen under its id with other data than was acknowledged.</param>
/// <param name="Repeated">Ids seen again.</param>
/// <param name="Disordered">Events seen after a later one.</param>
/// <param name="Doubled">Events stored again under another id.</param>
/// <param name="Foreign">What is no event of this run: a gap, an id that is none, another epoch, other data.</param>
/// <param name="First">The first of all these, in words; null when there is none.</param>
internal readonly record struct BrokenPromises(
    long Lost, long Altered, long Repeated, long Disordered, long Doubled, long Foreign, string? First)
{
    /// <summary>True when all was kept.</summary>
    public bool None => Lost + Altered + Repeated + Disordered + Doubled + Foreign == 0;

    /// <summary>What both have.</summary>
    public static BrokenPromises operator +(BrokenPromises a, BrokenPromises b) => new(
        a.Lost + b.Lost,
        a.Altered + b.Altered,
        a.Repeated + b.Repeated,
        a.Disordered + b.Disordered,
        a.Doubled + b.Doubled,
        a.Foreign + b.Foreign,
        a.First ?? b.First);

    /// <summary>Adds them to a report as checks.</summary>
    public void AddTo(Report report)
    {
        report.Checked("an acknowledged event lost", Lost);
        report.Checked("an event with other data than acknowledged", Altered);
        report.Checked("an event repeated", Repeated);
        report.Checked("an event out of order", Disordered);
        report.Checked("an event stored twice", Doubled);
        report.Checked("a gap, another epoch, an unknown event", Foreign);
        if (First is not null) report.Noted($"First: {First}");
    }
}
