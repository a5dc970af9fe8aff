namespace OrleansSse.FileStorage.Tests;

/// <summary>A place on disk for one test; nothing of it is left afterwards.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public TemporaryDirectory() => Directory.CreateDirectory(Root);

    public string Root { get; } = Path.Combine(Path.GetTempPath(), $"file-storage-{Guid.NewGuid():N}");

    /// <summary>The directory for a storage, not made yet.</summary>
    public string Data => Path.Combine(Root, "data");

    public string[] Entries() => [.. Directory.EnumerateFileSystemEntries(Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    public string[] Records() => [.. Directory.EnumerateFiles(Data, "*.record", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
