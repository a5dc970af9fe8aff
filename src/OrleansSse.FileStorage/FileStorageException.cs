namespace OrleansSse.FileStorage;

/// <summary>
/// A directory or a record in it cannot be used. The message names the path and says what to do. A failed write may
/// or may not have been stored, unless the message says that nothing was.
/// </summary>
[GenerateSerializer, Alias("OrleansSse.FileStorageException")]
public sealed class FileStorageException(string message, Exception? inner = null) : OrleansException(message, inner!);
