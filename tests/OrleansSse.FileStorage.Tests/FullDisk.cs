using System.Globalization;

namespace OrleansSse.FileStorage.Tests;

/// <summary>A disk that a test can fill and free: a tiny one, or, where none can be mounted, the device that is always full.</summary>
internal sealed class FullDisk : IDisposable
{
    private readonly TinyFileSystem? _tiny;
    private readonly string _filler;
    private readonly string[] _devices;

    public FullDisk(string directory, bool tiny)
    {
        _tiny = tiny ? new(directory) : null;
        _filler = Path.Combine(directory, "filler");
        _devices = [.. Enumerable.Range(1, 5000).Select(i => Path.Combine(directory, "temp", i.ToString(CultureInfo.InvariantCulture)))];
    }

    public void Fill()
    {
        if (_tiny is null)
        {
            // Writing to the device fails with ENOSPC, as writing to a full disk does.
            foreach (var temp in _devices) File.CreateSymbolicLink(temp, "/dev/full");
            return;
        }

        using var filler = File.Create(_filler, bufferSize: 1);
        Assert.Throws<IOException>(() => filler.Write(new byte[1_000_000]));
    }

    public void Free()
    {
        if (_tiny is not null) File.Delete(_filler);
        else foreach (var temp in _devices) File.Delete(temp);
    }

    public void Dispose() => _tiny?.Dispose();
}
