using System.ComponentModel;
using System.Diagnostics;

namespace OrleansSse.FileStorage.Tests;

/// <summary>A file system of 256 KiB, mounted for one test. Only who may mount can have it: often root, seldom a container.</summary>
internal sealed class TinyFileSystem : IDisposable
{
    private readonly string _path;

    public TinyFileSystem(string path)
    {
        _path = path;
        Directory.CreateDirectory(path);
        if (!Run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", path)) throw new InvalidOperationException($"No file system could be mounted at '{path}'.");
    }

    public static bool IsPossible { get; } = Probe();

    public void MakeReadOnly()
    {
        if (!Run("mount", "-o", "remount,ro", _path)) throw new InvalidOperationException($"'{_path}' could not be made read-only.");
    }

    public void Dispose()
    {
        if (!Run("umount", _path)) throw new InvalidOperationException($"'{_path}' could not be unmounted.");
    }

    private static bool Probe()
    {
        using var directory = new TemporaryDirectory();
        if (!Run("mount", "-t", "tmpfs", "tmpfs", directory.Root)) return false;
        return Run("umount", directory.Root);
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
