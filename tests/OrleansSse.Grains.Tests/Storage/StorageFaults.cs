namespace OrleansSse.Grains.Tests.Storage;

/// <summary>Makes a storage misbehave.</summary>
internal static class StorageFaults
{
    public static Func<StorageCall, Task> Of(StorageFault fault) => fault switch
    {
        StorageFault.FailBefore => FailBefore,
        StorageFault.Throw => Throw,
        StorageFault.ApplyAndFail => ApplyAndFail,
        _ => Hang,
    };

    public static Task FailBefore(StorageCall call) => Task.FromException(new IOException($"Not done: {call}"));

    public static Task Throw(StorageCall call) => throw new IOException($"Not done: {call}");

    public static Task ApplyAndFail(StorageCall call)
    {
        call.Apply();
        return Task.FromException(new IOException($"Done, but failed: {call}"));
    }

    public static Task Hang(StorageCall call) => new TaskCompletionSource<StorageCall>(call).Task;

    /// <summary>Does it when released.</summary>
    public static Func<StorageCall, Task> ApplyAfter(Task release) => async call =>
    {
        await release;
        call.Apply();
    };

    /// <summary>This fault where it is meant, otherwise none.</summary>
    public static Func<StorageCall, Task> Where(Func<StorageCall, bool> isMeant, Func<StorageCall, Task> fault) =>
        call => isMeant(call) ? fault(call) : call.ApplyAsync();

    /// <summary>This fault at the first call that is meant, otherwise none.</summary>
    public static Func<StorageCall, Task> Once(Func<StorageCall, bool> isMeant, Func<StorageCall, Task> fault)
    {
        var happened = 0;
        return call => isMeant(call) && Interlocked.Exchange(ref happened, 1) == 0 ? fault(call) : call.ApplyAsync();
    }
}
