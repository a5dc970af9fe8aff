namespace OrleansSse.FileStorage;

/// <summary>Files that are whole at any moment, and that survive a loss of power.</summary>
internal static class DurableFile
{
    /// <summary>Puts content in place of what a file holds, or makes it; when this returns, that is on disk.</summary>
    /// <remarks>
    /// However it ends, the file is old or new. A folder has one writer at a time: so one temporary name is enough, and
    /// what a crash left half written is what the next write overwrites.
    /// </remarks>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var folder = Path.GetDirectoryName(path)!;
        var temporary = TemporaryIn(folder);
        try
        {
            WriteThrough(temporary, content);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            // On a full disk, it would be in the way of the next write.
            File.Delete(temporary);
            throw;
        }

        DurableDirectory.Flush(folder);
    }

    /// <summary>The file being written in a folder.</summary>
    public static string TemporaryIn(string folder) => Path.Combine(folder, "temp");

    private static void WriteThrough(string path, ReadOnlySpan<byte> content)
    {
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.None);
        RandomAccess.Write(file, content, fileOffset: 0);
        RandomAccess.FlushToDisk(file);
    }
}
