namespace OrleansSse.Load.Subscribers;

/// <summary>How an event came to a subscriber.</summary>
internal enum Arrival
{
    /// <summary>After all that came before. What it skips may still come.</summary>
    InOrder,

    /// <summary>After a later one.</summary>
    OutOfOrder,

    /// <summary>Again.</summary>
    Repeated,
}
