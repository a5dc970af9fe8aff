using Microsoft.Win32.SafeHandles;

namespace OrleansSse.FileStorage;

/// <summary>
/// A directory that this process has for itself: the folder <c>records</c>, and the file <c>lock</c>, which the operating
/// system unlocks however the process ends.
/// </summary>
internal sealed class StorageDirectory : IDisposable
{
    private readonly string _lockFile;
    private readonly SafeFileHandle _lock;

    private StorageDirectory(string path, SafeFileHandle held, string provider)
    {
        FullPath = path;
        Records = Path.Combine(path, "records");
        _lockFile = DirectoryLock.FileIn(path);
        _lock = held;

        DurableDirectory.Ensure(Records);
        WasFull = !TryNameOwner(provider);
    }

    public string FullPath { get; }

    /// <summary>The folder of all records.</summary>
    public string Records { get; }

    /// <summary>True when the disk was full at opening: records can be read, and writes will fail until there is room.</summary>
    public bool WasFull { get; }

    /// <summary>False when the directory was emptied, or is hidden by another file system: then nothing is surely absent.</summary>
    public bool IsStillThere => File.Exists(_lockFile) && Directory.Exists(Records);

    /// <summary>Takes a directory, which is made if it is missing. Nothing in it is searched, however much it holds.</summary>
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

    public void Dispose() => _lock.Dispose();

    /// <summary>Writes who uses the directory, as a record is written: what could not store a record fails here already.</summary>
    private bool TryNameOwner(string provider)
    {
        try
        {
            DurableFile.Replace(DirectoryLock.OwnerFileIn(FullPath), DirectoryLock.Owner(provider));
            return true;
        }
        catch (IOException e) when (DiskFull.Is(e))
        {
            return false;
        }
    }
}
