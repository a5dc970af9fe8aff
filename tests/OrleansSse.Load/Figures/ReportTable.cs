using System.Globalization;
using Spectre.Console;

namespace OrleansSse.Load.Figures;

/// <summary>Shows a report to a reader.</summary>
internal static class ReportTable
{
    /// <summary>Writes the figures, then the checks, then the notes.</summary>
    public static void Write(Report report, IAnsiConsole console)
    {
        console.WriteLine(report.Command);
        if (report.Figures.Count > 0) console.Write(FiguresOf(report));
        if (report.Series.Count > 0) console.Write(SeriesOf(report));
        if (report.Checks.Count > 0) console.Write(ChecksOf(report));
        foreach (var note in report.Notes) console.WriteLine(note);
    }

    private static Table FiguresOf(Report report)
    {
        var table = new Table { Border = TableBorder.Rounded }
            .AddColumn("figure")
            .AddColumn("value", column => column.RightAligned())
            .AddColumn("unit")
            .AddColumn("goal");
        foreach (var figure in report.Figures)
            table.AddRow(new Text(figure.Name), new Text(Format(figure.Value)), new Text(figure.Unit), new Text(figure.Goal ?? ""));
        return table;
    }

    private static Table SeriesOf(Report report)
    {
        var table = new Table { Border = TableBorder.Rounded }
            .AddColumn("scenario")
            .AddColumn("figure")
            .AddColumn("OrleansSse", column => column.RightAligned());
        var isCompared = report.Series.Any(static series => series.Theirs.Count > 0);
        if (isCompared)
        {
            table.AddColumn("Nchan", column => column.RightAligned())
                .AddColumn("ratio", column => column.RightAligned());
        }

        table.AddColumn("goal").AddColumn("unit");
        var scenario = "";
        foreach (var series in report.Series)
        {
            if (scenario != "" && scenario != series.Scenario) table.AddEmptyRow();
            List<string> row = [scenario == series.Scenario ? "" : series.Scenario, series.Figure, Format(series.OurMedian)];
            if (isCompared) row.AddRange(Format(series.TheirMedian), Format(series.Ratio));
            row.AddRange(series.Goal ?? "", series.Unit);
            table.AddRow([.. row.Select(static cell => new Text(cell))]);
            scenario = series.Scenario;
        }

        return table;

        static string Format(double? value) => value is { } number ? ReportTable.Format(number) : "";
    }

    private static Table ChecksOf(Report report)
    {
        var table = new Table { Border = TableBorder.Rounded }
            .AddColumn("must not happen")
            .AddColumn("times", column => column.RightAligned())
            .AddColumn("");
        foreach (var check in report.Checks)
        {
            var verdict = check.Violations == 0 ? new Text("ok", Color.Green) : new Text("FAILED", Color.Red);
            table.AddRow(new Text(check.Rule), new Text(check.Violations.ToString("N0", CultureInfo.InvariantCulture)), verdict);
        }

        return table;
    }

    private static string Format(double value) => value.ToString(
        Math.Abs(value) switch
        {
            _ when value == Math.Truncate(value) => "N0",
            >= 100 => "N0",
            >= 10 => "N1",
            _ => "N2",
        },
        CultureInfo.InvariantCulture);
}
