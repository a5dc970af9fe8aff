namespace HostFigures;

/// <summary>The disk of the current directory, in bytes.</summary>
internal sealed class DiskFigure : IFigure
{
    private readonly DriveInfo _drive = new(Environment.CurrentDirectory);

    public string Stream => "host.disk";

    public object Read()
    {
        var (total, free) = (_drive.TotalSize, _drive.AvailableFreeSpace);
        return new { TotalBytes = total, FreeBytes = free, UsedPercent = total == 0 ? 0 : Math.Round(100.0 * (total - free) / total, 1) };
    }
}
