using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OrleansSse.Load.Figures;

/// <summary>Writes a report for a program.</summary>
internal static class ReportJson
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the report and the machine that it was made on.</summary>
    /// <param name="report">The report.</param>
    /// <param name="file">Where to.</param>
    /// <param name="cancel">Ends the writing.</param>
    /// <param name="details">What a scenario has to say besides.</param>
    public static async Task WriteAsync(Report report, FileInfo file, CancellationToken cancel, object? details = null)
    {
        var content = new
        {
            report.Command,
            Time = TimeProvider.System.GetUtcNow(),
            Machine = new
            {
                Cores = Environment.ProcessorCount,
                System = RuntimeInformation.OSDescription,
                Runtime = RuntimeInformation.FrameworkDescription,
            },
            report.Figures,
            report.Series,
            report.Checks,
            report.Notes,
            report.Passed,
            Details = details,
        };
        await using var stream = file.Create();
        await JsonSerializer.SerializeAsync(stream, content, Format, cancel);
    }
}
