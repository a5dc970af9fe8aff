namespace OrleansSse;

/// <summary>The rules by which a reader's start is found.</summary>
[GenerateSerializer, Alias("OrleansSse.StreamStartKind")]
public enum StreamStartKind
{
    /// <summary>With the next event.</summary>
    Latest,

    /// <summary>With the first event that history keeps.</summary>
    Earliest,

    /// <summary>After a position. Only this asks for certain events, and is told of a gap when retention has dropped them.</summary>
    After,

    /// <summary>With the last n events.</summary>
    Recent,

    /// <summary>With the first event at or after a time.</summary>
    Since,

    /// <summary>With the last event of each key.</summary>
    Snapshot,
}
