namespace OrleansSse.Cluster.Tests.Hosting;

/// <summary>How an endpoint of <see cref="ManyEndpoints"/> was set up.</summary>
public enum EndpointKind
{
    /// <summary>It serves event streams.</summary>
    EventStreams,

    /// <summary>Nothing was added to it.</summary>
    Bare,

    /// <summary>It serves event streams, and speaks HTTP/2 only.</summary>
    Http2,

    /// <summary>It serves event streams, and then encrypts.</summary>
    BeforeTls,

    /// <summary>It encrypts, and then serves event streams.</summary>
    AfterTls,
}
