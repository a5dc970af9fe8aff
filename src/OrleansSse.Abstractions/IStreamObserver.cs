using Orleans.Concurrency;

namespace OrleansSse;

/// <summary>What a process is to the streams that it has leases on: one object for all of them.</summary>
[Alias("OrleansSse.IStreamObserver")]
public interface IStreamObserver : IGrainObserver
{
    /// <summary>
    /// Takes new events. The stream has one call in flight per lease; what arrives meanwhile rides in the next.
    /// Calls of different streams interleave: otherwise one stream's repair would hold up all others of the process.
    /// </summary>
    [Alias("Push"), AlwaysInterleave, ResponseTimeout("00:00:10")]
    Task Push(EventPush push);

    /// <summary>The lease has ended, with the stream's activation or because a push was not taken in time: attach again, at once.</summary>
    [Alias("LeaseLost"), OneWay]
    Task LeaseLost(Guid lease);
}
