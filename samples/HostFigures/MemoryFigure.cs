namespace HostFigures;

/// <summary>The machine's memory, in bytes.</summary>
internal sealed class MemoryFigure : IFigure
{
    public string Stream => "host.memory";

    public object Read()
    {
        var total = 0L;
        var available = 0L;
        foreach (var line in File.ReadLines("/proc/meminfo"))
        {
            if (line.StartsWith("MemTotal:", StringComparison.Ordinal)) total = BytesIn(line);
            if (line.StartsWith("MemAvailable:", StringComparison.Ordinal)) available = BytesIn(line);
        }

        return new { TotalBytes = total, AvailableBytes = available, UsedPercent = total == 0 ? 0 : Math.Round(100.0 * (total - available) / total, 1) };
    }

    // As in "MemTotal:        8123456 kB".
    private static long BytesIn(string line) => 1024 * (long)ProcFile.Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
}
