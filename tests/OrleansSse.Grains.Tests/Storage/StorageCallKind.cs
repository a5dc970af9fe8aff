namespace OrleansSse.Grains.Tests.Storage;

internal enum StorageCallKind
{
    Read,
    Write,
    Clear,
}
