using System.Text;
using Microsoft.Win32.SafeHandles;

namespace OrleansSse.FileStorage;

/// <summary>Lets one storage at a time use a directory.</summary>
internal static class DirectoryLock
{
    // What .NET makes of a lock that another holds: EAGAIN of Linux and of macOS, ERROR_SHARING_VIOLATION.
    private static readonly int[] HeldCodes = [11, 35, unchecked((int)0x80070020)];

    public static string FileIn(string directory) => Path.Combine(directory, "lock");

    /// <summary>The file that says who holds the lock: the locked file itself cannot be read by others.</summary>
    public static string OwnerFileIn(string directory) => Path.Combine(directory, "owner");

    public static byte[] Owner(string provider) => Encoding.UTF8.GetBytes($"{ThisProcess}, storage provider '{provider}'\n");

    /// <summary>Takes the lock; closing the handle, or the end of the process, releases it.</summary>
    /// <exception cref="FileStorageException">Another holds it, or files cannot be locked there.</exception>
    public static SafeFileHandle Take(string directory, string provider)
    {
        if (TryOpen(directory) is not { } held) throw InUse(directory, provider);
        if (TryOpen(directory) is not { } second) return held;

        second.Dispose();
        held.Dispose();
        throw new FileStorageException(
            $"Grain storage '{provider}' cannot lock the directory '{directory}' against other processes. "
            + "Unset DOTNET_SYSTEM_IO_DISABLEFILELOCKING if it is set, or choose a directory on a local disk: "
            + $"Orleans:GrainStorage:{provider}:Directory.");
    }

    private static string ThisProcess => $"process {Environment.ProcessId} on {Environment.MachineName}";

    private static SafeFileHandle? TryOpen(string directory)
    {
        try
        {
            return File.OpenHandle(FileIn(directory), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (HeldCodes.Contains(e.HResult))
        {
            return null;
        }
    }

    private static FileStorageException InUse(string directory, string provider)
    {
        var owner = ReadOwner(directory);
        return new(owner.StartsWith($"{ThisProcess},", StringComparison.Ordinal)
            ? $"The directory '{directory}' of grain storage '{provider}' is in use by this process already ({owner}). "
              + $"Give every storage a directory of its own: Orleans:GrainStorage:{provider}:Directory."
            : $"The directory '{directory}' of grain storage '{provider}' is in use by {owner}. It serves one process at a time: "
              + $"stop that process, or give this one a directory of its own: Orleans:GrainStorage:{provider}:Directory.");
    }

    private static string ReadOwner(string directory)
    {
        try
        {
            return File.ReadAllText(OwnerFileIn(directory)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "another process";
        }
    }
}
