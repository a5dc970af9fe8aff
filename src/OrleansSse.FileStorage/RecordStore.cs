using Orleans.Storage;

namespace OrleansSse.FileStorage;

/// <summary>Records with ETags in a directory. Changes to the records of one grain happen one after another.</summary>
internal sealed class RecordStore(StorageDirectory directory, int writerCount) : IDisposable
{
    private const int ReaderCount = 4;

    // Reads have threads of their own: a page of history must not wait for a queue of commits.
    private readonly IoThreads _readers = new("file storage reader", ReaderCount);
    private readonly IoThreads _writers = new("file storage writer", writerCount);

    /// <summary>The record, to be disposed, and its ETag; null when there is surely none.</summary>
    public Task<(RecordBuffer Record, string ETag)?> ReadAsync(RecordKey key) =>
        RunAsync<(RecordBuffer, string)?>(_readers, "read", key, done =>
        {
            using var file = OpenIfPresent(key);
            done.SetResult(file is null ? null : (file.Read(), file.ETag));
        });

    /// <summary>Stores a record in place of the one with this ETag, or of none; returns the new ETag.</summary>
    /// <exception cref="InconsistentStateException">What is stored has another ETag; nothing was changed.</exception>
    public Task<string> ReplaceAsync(RecordKey key, string? etag, RecordBuffer record) =>
        RunAsync<string>(_writers, "written", key, done =>
        {
            // Closing the replaced file frees its blocks, which on some disks takes longer than writing the new ones:
            // so it stays open until the write is acknowledged. Windows replaces no open file.
            using var replaced = OpenExpected(key, etag);
            if (OperatingSystem.IsWindows()) replaced?.Dispose();
            if (replaced is null) DurableDirectory.Ensure(FolderOf(key));

            var newETag = Guid.NewGuid();
            RecordHeader.Write(record.Record, key.Identity, newETag);
            DurableFile.Replace(PathOf(key), record.Record);
            done.SetResult(newETag.ToString("N"));
        });

    /// <summary>Removes the record with this ETag, and the grain's folder when nothing else is in it; false when there was none.</summary>
    /// <exception cref="InconsistentStateException">What is stored has another ETag; nothing was changed.</exception>
    public Task<bool> ClearAsync(RecordKey key, string? etag) =>
        RunAsync<bool>(_writers, "cleared", key, done =>
        {
            using var cleared = OpenExpected(key, etag);
            if (cleared is not null) Remove(key);
            done.SetResult(cleared is not null);
        });

    public void Dispose()
    {
        // The directory last: while anything is still being written, it is not free for others.
        _readers.Dispose();
        _writers.Dispose();
        directory.Dispose();
    }

    private string ShardOf(RecordKey key) => Path.Combine(directory.Records, key.Shard);

    private string FolderOf(RecordKey key) => Path.Combine(directory.Records, key.Shard, key.Folder);

    private string PathOf(RecordKey key) => Path.Combine(directory.Records, key.Shard, key.Folder, key.File);

    private RecordFile? OpenExpected(RecordKey key, string? etag)
    {
        var file = OpenIfPresent(key);
        if (file?.ETag == etag) return file;

        file?.Dispose();
        throw new InconsistentStateException(
            $"The stored {key} has the ETag '{file?.ETag}', not '{etag}': another activation has changed it.", file?.ETag, etag);
    }

    private RecordFile? OpenIfPresent(RecordKey key)
    {
        if (RecordFile.OpenIfPresent(PathOf(key), key) is { } file) return file;

        // "No such file" is also what a lost mount or a file in place of a folder answers. Whoever is told that a record
        // is absent starts it anew, so it must be sure.
        if (!directory.IsStillThere) throw new IOException("The directory was emptied, or is not the one that was opened.");
        if (File.Exists(ShardOf(key)) || File.Exists(FolderOf(key))) throw new IOException($"A file is where a folder must be: '{FolderOf(key)}'.");
        return null;
    }

    private void Remove(RecordKey key)
    {
        var folder = FolderOf(key);
        File.Delete(PathOf(key));
        File.Delete(DurableFile.TemporaryIn(folder));
        if (Directory.EnumerateFileSystemEntries(folder).Any())
        {
            DurableDirectory.Flush(folder);
            return;
        }

        Directory.Delete(folder);
        DurableDirectory.Flush(ShardOf(key));
    }

    private Task<T> RunAsync<T>(IoThreads threads, string verb, RecordKey key, Action<TaskCompletionSource<T>> work) =>
        threads.RunAsync<T>(key.Lane, done =>
        {
            try
            {
                work(done);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new FileStorageException(
                    DiskFull.Is(e)
                        ? $"The disk of '{directory.FullPath}' is full, so the {key} could not be {verb}. Free space on it, or keep less. {e.Message}"
                        : $"The {key} in '{directory.FullPath}' could not be {verb}: {e.Message}",
                    e);
            }
        });
}
