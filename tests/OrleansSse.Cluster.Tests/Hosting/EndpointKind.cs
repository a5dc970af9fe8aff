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

    /// <summary>It serves event streams, and takes plain publishes.</summary>
    Direct,

    /// <summary>It takes plain publishes, and nothing else was added to it.</summary>
    DirectOnly,

    /// <summary>It takes plain publishes, and speaks HTTP/2 only.</summary>
    DirectHttp2,

    /// <summary>It takes plain publishes, and then encrypts.</summary>
    DirectBeforeTls,

    /// <summary>It encrypts, and then takes plain publishes.</summary>
    DirectAfterTls,
}
