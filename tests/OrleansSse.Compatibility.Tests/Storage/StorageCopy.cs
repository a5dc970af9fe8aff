namespace OrleansSse.Compatibility.Tests.Storage;

/// <summary>A storage directory for a while; nothing of it is left afterwards.</summary>
internal sealed class StorageCopy : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("event-streams-");

    public string FullName => _directory.FullName;

    /// <summary>A copy of another storage's records.</summary>
    public static StorageCopy Of(string storage)
    {
        var copy = new StorageCopy();
        CopyRecords(storage, copy.FullName);
        return copy;
    }

    /// <summary>Copies the records, and nothing that says who used them.</summary>
    public void CopyTo(string storage) => CopyRecords(FullName, storage);

    public void Dispose() => _directory.Delete(recursive: true);

    private static void CopyRecords(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*.record", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
