namespace OrleansSse.FileStorage;

internal static class DiskFull
{
    // ENOSPC, EDQUOT of Linux and of macOS, ERROR_DISK_FULL.
    private static readonly int[] Codes = [28, 122, 69, unchecked((int)0x80070070)];

    /// <summary>True when a write failed because the disk, or the user's share of it, is full.</summary>
    public static bool Is(Exception e) => e is IOException && Codes.Contains(e.HResult);
}
