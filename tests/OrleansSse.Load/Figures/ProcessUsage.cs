using System.Globalization;

namespace OrleansSse.Load.Figures;

/// <summary>What processes have used, as Linux accounts it.</summary>
/// <param name="Cpu">User and system time since their start, to 10 ms.</param>
/// <param name="ResidentBytes">Memory that is resident now.</param>
internal readonly record struct ProcessUsage(TimeSpan Cpu, long ResidentBytes)
{
    // USER_HZ is 100 on every architecture that .NET runs on.
    private const long TicksPerClockTick = TimeSpan.TicksPerSecond / 100;

    /// <summary>The sum over processes.</summary>
    public static ProcessUsage Of(IEnumerable<int> processIds)
    {
        var sum = default(ProcessUsage);
        foreach (var id in processIds) sum = new(sum.Cpu + CpuOf(id), sum.ResidentBytes + ResidentBytesOf(id));
        return sum;
    }

    /// <summary>What was used between two moments.</summary>
    public static ProcessUsage operator -(ProcessUsage after, ProcessUsage before) =>
        new(after.Cpu - before.Cpu, after.ResidentBytes - before.ResidentBytes);

    private static TimeSpan CpuOf(int id)
    {
        // The program's name stands in parentheses before these fields, and may itself hold spaces and parentheses.
        var stat = Read(id, "stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        const int userTime = 11, systemTime = 12;
        return TimeSpan.FromTicks((Number(fields[userTime]) + Number(fields[systemTime])) * TicksPerClockTick);
    }

    private static long ResidentBytesOf(int id)
    {
        // Unlike the counter in stat, this is summed when read, so it is exact.
        const string label = "Rss:";
        var line = Read(id, "smaps_rollup").Split('\n').First(line => line.StartsWith(label, StringComparison.Ordinal));
        return Number(line[label.Length..].Replace("kB", "", StringComparison.Ordinal)) * 1024;
    }

    private static long Number(string text) => long.Parse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);

    private static string Read(int id, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/{file}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RunFailedException($"The CPU and memory of process {id} cannot be read: {e.Message}", e);
        }
    }
}
