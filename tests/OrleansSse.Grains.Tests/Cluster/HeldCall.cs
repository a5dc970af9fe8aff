using OrleansSse.Grains.Tests.Storage;

namespace OrleansSse.Grains.Tests.Cluster;

/// <summary>Holds the first call of a kind; the others are done as they come.</summary>
internal sealed class HeldCall
{
    private readonly TaskCompletionSource<StorageCall> _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HeldCall(TestGrainStorage storage, string stream, Func<StorageCall, bool> isMeant)
    {
        storage.Behave(stream, StorageFaults.Once(isMeant, call =>
        {
            _reached.SetResult(call);
            return StorageFaults.ApplyAfter(_release.Task)(call);
        }));
    }

    public Task Reached => _reached.Task.Within("The call to hold was never made.");

    public void Release() => _release.SetResult();
}
