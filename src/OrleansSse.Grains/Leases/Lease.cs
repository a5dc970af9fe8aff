namespace OrleansSse.Grains.Leases;

/// <summary>A gateway's registration with a stream, and how far it has been told.</summary>
internal sealed class Lease(IStreamObserver observer, StreamHead told)
{
    public IStreamObserver Observer { get; } = observer;

    /// <summary>False since an answer to a push did not arrive, until the gateway renews.</summary>
    public bool IsAnswered { get; set; } = true;

    /// <summary>The timestamp of the last renewal, or of the last push that was answered: a clock that is set neither ends nor prolongs a lease.</summary>
    public long Renewed { get; set; }

    /// <summary>How far was pushed, or the page went that came with the lease.</summary>
    public StreamHead Told { get; set; } = told;

    /// <summary>One call is in flight at most; what arrives meanwhile rides in the next.</summary>
    public bool IsPushing { get; set; }
}
