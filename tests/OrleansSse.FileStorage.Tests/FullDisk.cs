namespace OrleansSse.FileStorage.Tests;

/// <summary>A disk that a test can fill and free: a tiny one, or, where none can be mounted, the device that is always full.</summary>
internal sealed class FullDisk(string directory, bool tiny) : IDisposable
{
    private readonly TinyFileSystem? _tiny = tiny ? new(directory) : null;
    private readonly string _filler = Path.Combine(directory, "filler");

    /// <summary>Leaves no room for writes; without a disk of its own, only for the next write of each of these grains.</summary>
    public void Fill(params IEnumerable<GrainId> grains)
    {
        if (_tiny is null)
        {
            foreach (var grain in grains) SendToFullDevice(new RecordKey(grain, "head"));
            return;
        }

        using var filler = File.Create(_filler, bufferSize: 1);
        Assert.Throws<IOException>(() => filler.Write(new byte[1_000_000]));
    }

    public void Free() => File.Delete(_filler);

    public void Dispose() => _tiny?.Dispose();

    /// <summary>Writing to the device fails with ENOSPC, as writing to a full disk does.</summary>
    private void SendToFullDevice(RecordKey key)
    {
        var folder = Path.Combine(directory, "records", key.Shard, key.Folder);
        Directory.CreateDirectory(folder);
        File.CreateSymbolicLink(DurableFile.TemporaryIn(folder), "/dev/full");
    }
}
