namespace OrleansSse.AspNetCore.FanOut;

/// <summary>Has begun a flush that has to be waited for.</summary>
internal interface IFlushOwner
{
    /// <summary>All has been taken; from any thread.</summary>
    void Flushed();
}
