namespace OrleansSse.FileStorage.Tests;

/// <summary>
/// A directory that the storage may not write. Permissions do not stop root: it gets a file system mounted read-only,
/// or, where it may not mount, the kernel's own, in which nothing can be made.
/// </summary>
internal sealed class ReadOnlyDirectory : IDisposable
{
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.UserExecute;

    private readonly TinyFileSystem? _mount;

    public ReadOnlyDirectory(string path)
    {
        Path = path;
        if (TinyFileSystem.IsPossible)
        {
            _mount = new(path);
            _mount.MakeReadOnly();
        }
        else if (Environment.IsPrivilegedProcess) Path = "/proc/file-storage";
        else if (!OperatingSystem.IsWindows()) Directory.CreateDirectory(path, ReadOnly);
    }

    public string Path { get; }

    public void Dispose() => _mount?.Dispose();
}
