namespace HostFigures;

/// <summary>The load averages of 1, 5 and 15 minutes, and the part of the processors' time that was used since the last reading.</summary>
internal sealed class LoadFigure : IFigure
{
    private double _total;
    private double _idle;

    public string Stream => "host.load";

    public object Read()
    {
        var load = ProcFile.FirstLine("/proc/loadavg");
        return new
        {
            Load1 = ProcFile.Number(load[0]),
            Load5 = ProcFile.Number(load[1]),
            Load15 = ProcFile.Number(load[2]),
            CpuPercent = ReadCpuPercent(),
        };
    }

    private double ReadCpuPercent()
    {
        // user nice system idle iowait irq softirq steal; what guests use is in the first two again.
        var times = ProcFile.FirstLine("/proc/stat").Skip(1).Take(8).Select(ProcFile.Number).ToArray();
        var (total, idle) = (times.Sum(), times[3] + times[4]);
        var (elapsed, unused) = (total - _total, idle - _idle);
        (_total, _idle) = (total, idle);
        return elapsed <= 0 ? 0 : Math.Round(100 * (1 - unused / elapsed), 1);
    }
}
