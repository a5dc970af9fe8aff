namespace OrleansSse.Grains.Leases;

/// <summary>Hears what goes wrong with leases.</summary>
internal interface ILeaseLog
{
    /// <summary>A gateway did not take a push and has lost its lease.</summary>
    void PushFailed(Guid lease, Exception exception);
}
