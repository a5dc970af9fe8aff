namespace OrleansSse;

/// <summary>
/// What a stream tells a gateway of new events. It is a hint, the history is the truth: a gateway that does not stand
/// at <paramref name="After"/> reads what it lacks.
/// </summary>
/// <param name="Lease">The lease under which it is told.</param>
/// <param name="After">The position just before the first event.</param>
/// <param name="Events">Consecutive events after <paramref name="After"/>; empty when they must be read.</param>
/// <param name="Head">The stream's last committed event.</param>
/// <param name="IsCompleted">True if the stream is completed: nothing comes after <paramref name="Head"/>.</param>
/// <param name="Renews">True if to answer renews the lease. It does not say so while answers do not arrive.</param>
[GenerateSerializer, Immutable, Alias("OrleansSse.EventPush")]
public sealed record EventPush(
    [property: Id(0)] Guid Lease,
    [property: Id(1)] StreamPosition After,
    [property: Id(2)] StreamEvent[] Events,
    [property: Id(3)] StreamPosition Head,
    [property: Id(4)] bool IsCompleted = false,
    [property: Id(5)] bool Renews = false);
