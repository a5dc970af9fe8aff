namespace OrleansSse.Grains.Tests.Storage;

public enum StorageFault
{
    /// <summary>Nothing is done, and it fails.</summary>
    FailBefore,

    /// <summary>Nothing is done, and it fails before it is even asynchronous.</summary>
    Throw,

    /// <summary>It is done and fails.</summary>
    ApplyAndFail,

    /// <summary>It never answers and is never done.</summary>
    Hang,
}
