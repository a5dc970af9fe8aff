namespace OrleansSse.Grains.Tests.Storage;

/// <summary>One operation that a storage was asked for and that takes effect when, and if, a test says so.</summary>
internal sealed class StorageCall(StorageCallKind kind, string stream, string record, Action apply)
{
    public StorageCallKind Kind => kind;

    public string Stream => stream;

    public string Record => record;

    public bool IsHeadWrite => kind == StorageCallKind.Write && record == "head";

    public bool IsSegmentWrite => kind == StorageCallKind.Write && record != "head";

    /// <summary>Compares the ETag and does the operation.</summary>
    public void Apply() => apply();

    public Task ApplyAsync()
    {
        apply();
        return Task.CompletedTask;
    }

    public override string ToString() => $"{kind} {stream}/{record}";
}
