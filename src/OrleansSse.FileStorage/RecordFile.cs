using Microsoft.Win32.SafeHandles;

namespace OrleansSse.FileStorage;

/// <summary>A record's file, opened for reading; its content stays what it is when the record is replaced.</summary>
internal sealed class RecordFile : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly string _path;
    private readonly RecordKey _key;
    private readonly long _length;

    private RecordFile(SafeFileHandle handle, string path, RecordKey key)
    {
        _handle = handle;
        _path = path;
        _key = key;
        _length = RandomAccess.GetLength(handle);

        Span<byte> header = stackalloc byte[RecordHeader.Size];
        header = header[..Fill(header)];
        ThrowIf(RecordHeader.Refusal(header, key.Identity, _length));
        ETag = RecordHeader.ETag(header).ToString("N");
    }

    public string ETag { get; }

    /// <summary>Opens the file of a record; null when there is no file.</summary>
    /// <exception cref="FileStorageException">There is a file, and it is not the record.</exception>
    public static RecordFile? OpenIfPresent(string path, RecordKey key)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return new(handle, path, key);
        }
        catch (Exception e) when (handle is null && e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch
        {
            handle?.Dispose();
            throw;
        }
    }

    /// <summary>The whole record.</summary>
    /// <exception cref="FileStorageException">It is damaged.</exception>
    public RecordBuffer Read()
    {
        var record = new RecordBuffer(checked((int)_length));
        try
        {
            ThrowIf(Fill(record.Record) < _length ? "it ended while it was read" : RecordHeader.Refusal(record.Record));
            return record;
        }
        catch
        {
            record.Dispose();
            throw;
        }
    }

    public void Dispose() => _handle.Dispose();

    private int Fill(Span<byte> buffer)
    {
        var filled = 0;
        while (filled < buffer.Length && RandomAccess.Read(_handle, buffer[filled..], filled) is > 0 and var read) filled += read;
        return filled;
    }

    private void ThrowIf(string? refusal)
    {
        if (refusal is null) return;
        throw new FileStorageException(
            $"The file '{_path}' is not the record of {_key} that was stored: {refusal}. "
            + "Restore the file from a backup, or delete it if what it held may be lost.");
    }
}
