namespace OrleansSse.Grains.Ingest;

/// <summary>What is taken from other Orleans stream providers. All silos of a cluster need the same.</summary>
public sealed class IngestOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "EventStreams:Ingest";

    /// <summary>
    /// Namespaces of Orleans streams, of any provider: each item is appended to the event stream whose name is the key of its stream.
    /// Default: none.
    /// </summary>
    public IList<string> Namespaces { get; } = [];
}
