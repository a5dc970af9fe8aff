using System.Globalization;
using Spectre.Console;

namespace OrleansSse.Faults.Reporting;

/// <summary>Shows what the faults did.</summary>
internal static class OutcomeTable
{
    /// <summary>The characters that a line has.</summary>
    public const int Width = 120;

    /// <summary>Writes a line for each kind of fault, with the worst of its runs.</summary>
    public static void Write(IReadOnlyCollection<Outcome> outcomes, IAnsiConsole console)
    {
        console.WriteLine("Longest pauses in seconds: of a publisher into a stream that was hit, into another; of a subscriber.");
        var table = new Table { Border = TableBorder.Rounded }.AddColumn("fault");
        string[] columns = ["runs", "hit", "others", "subscribers", "recovered", "caught up", "failed", "exits"];
        foreach (var column in columns) table.AddColumn(column, header => header.RightAligned());
        foreach (var fault in outcomes.GroupBy(outcome => outcome.Fault).OrderBy(fault => fault.Key, StringComparer.Ordinal))
        {
            string[] cells =
            [
                fault.Key,
                Count(fault.Count()),
                Seconds(fault.Max(outcome => outcome.PublisherPause)),
                Seconds(fault.Max(outcome => outcome.OtherPublisherPause)),
                Seconds(fault.Max(outcome => outcome.SubscriberPause)),
                Seconds(fault.Max(outcome => outcome.Recovered)),
                Seconds(fault.Max(outcome => outcome.CaughtUp)),
                Count(fault.Sum(outcome => outcome.Failures.Values.Sum())),
                Count(fault.Sum(outcome => outcome.Exits)),
            ];
            table.AddRow([.. cells.Select(cell => new Text(cell))]);
        }

        console.Write(table);
    }

    /// <summary>One run in one line.</summary>
    public static string Line(Outcome outcome) => string.Create(
        CultureInfo.InvariantCulture,
        $"{outcome.Fault} ({outcome.Target}, {outcome.Streams} streams): publishers paused {Seconds(outcome.PublisherPause)} s, others {Seconds(outcome.OtherPublisherPause)} s, subscribers {Seconds(outcome.SubscriberPause)} s; recovered {Seconds(outcome.Recovered)} s, caught up {Seconds(outcome.CaughtUp)} s; failed: {Failures(outcome)}; exits: {outcome.Exits}");

    private static string Failures(Outcome outcome)
    {
        var failures = outcome.Failures
            .OrderBy(failure => failure.Key, StringComparer.Ordinal)
            .Select(failure => $"{Count(failure.Value)} × {failure.Key}");
        return string.Join(", ", failures) is { Length: > 0 } text ? text : "0";
    }

    private static string Seconds(TimeSpan? time) => time?.TotalSeconds.ToString("N1", CultureInfo.InvariantCulture) ?? "–";

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);
}
