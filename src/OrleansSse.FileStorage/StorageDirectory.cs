using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace OrleansSse.FileStorage;

/// <summary>
/// A directory that this process has for itself: <c>records/</c>, <c>temp/</c> with the files being written, and the
/// file <c>lock</c>, which the operating system unlocks however the process ends.
/// </summary>
internal sealed class StorageDirectory : IDisposable
{
    private readonly string _temp;
    private readonly string _lockFile;
    private readonly SafeFileHandle _lock;

    private StorageDirectory(string path, SafeFileHandle held, string provider)
    {
        FullPath = path;
        Records = Path.Combine(path, "records");
        _temp = Path.Combine(path, "temp");
        _lockFile = DirectoryLock.FileIn(path);
        _lock = held;

        DurableDirectory.Ensure(Records);
        Directory.CreateDirectory(_temp);
        foreach (var leftover in Directory.EnumerateFiles(_temp)) File.Delete(leftover);
        WasFull = !TryNameOwner(provider);
    }

    public string FullPath { get; }

    /// <summary>The folder of all records.</summary>
    public string Records { get; }

    /// <summary>True when the disk was full at opening: records can be read, and writes will fail until there is room.</summary>
    public bool WasFull { get; }

    /// <summary>False when the directory was emptied, or is hidden by another file system: then nothing is surely absent.</summary>
    public bool IsStillThere => File.Exists(_lockFile) && Directory.Exists(Records);

    /// <summary>Takes a directory, which is made if it is missing; a folder of leftovers is all that is searched.</summary>
    /// <exception cref="FileStorageException">It is in use, or cannot be written.</exception>
    public static StorageDirectory Open(string path, string provider)
    {
        try
        {
            if (!Directory.Exists(path)) DurableDirectory.Ensure(path);
            var held = DirectoryLock.Take(path, provider);
            try
            {
                return new StorageDirectory(path, held, provider);
            }
            catch
            {
                held.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var remedy = DiskFull.Is(e)
                ? "Free space on its disk"
                : $"Make it a directory that user '{Environment.UserName}' may write, on a file system that is not read-only";
            throw new FileStorageException(
                $"Grain storage '{provider}' cannot use the directory '{path}': {e.Message} "
                + $"{remedy}, or choose another: Orleans:GrainStorage:{provider}:Directory.",
                e);
        }
    }

    /// <summary>Puts a file in place of what is there; when it returns, that survives a loss of power.</summary>
    /// <remarks>Whenever it ends, the target is whole: old or new.</remarks>
    public void Replace(string target, ReadOnlySpan<byte> content)
    {
        // One name a thread: what a failed write left behind, the next one overwrites.
        var temp = Path.Combine(_temp, Environment.CurrentManagedThreadId.ToString(CultureInfo.InvariantCulture));
        using (var file = File.OpenHandle(temp, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            RandomAccess.Write(file, content, fileOffset: 0);
            RandomAccess.FlushToDisk(file);
        }

        File.Move(temp, target, overwrite: true);
        DurableDirectory.Flush(Path.GetDirectoryName(target)!);
    }

    public void Dispose() => _lock.Dispose();

    /// <summary>Writes who uses the directory, as a record is written: what could not store a record fails here already.</summary>
    private bool TryNameOwner(string provider)
    {
        try
        {
            Replace(DirectoryLock.OwnerFileIn(FullPath), DirectoryLock.Owner(provider));
            return true;
        }
        catch (IOException e) when (DiskFull.Is(e))
        {
            return false;
        }
    }
}
