using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OrleansSse.FileStorage;

/// <summary>Folders whose entries survive a loss of power.</summary>
internal static partial class DurableDirectory
{
    /// <summary>Makes a folder and the folders above it where they are missing.</summary>
    /// <remarks>
    /// A folder gets its first entry only after the folder's own entry is on disk. So one that has entries is durable;
    /// an empty one may be what a crash left between making and flushing it.
    /// </remarks>
    public static void Ensure(string folder)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()) return;
        if (Path.GetDirectoryName(folder) is not { } parent) return;

        Ensure(parent);
        Directory.CreateDirectory(folder);
        Flush(parent);
    }

    /// <summary>Returns when the entries of a folder, as they are now, are on disk.</summary>
    public static void Flush(string folder)
    {
        // Windows has no such call; NTFS logs its renames.
        if (OperatingSystem.IsWindows()) return;

        // .NET opens no directories, but flushes any handle.
        const int closeOnExec = 0x80000;
        using var handle = Open(folder, OperatingSystem.IsLinux() ? closeOnExec : 0);
        if (handle.IsInvalid) throw new IOException($"{Marshal.GetLastPInvokeErrorMessage()} : '{folder}'", Marshal.GetLastPInvokeError());
        RandomAccess.FlushToDisk(handle);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial SafeFileHandle Open(string path, int flags);
}
