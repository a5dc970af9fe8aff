namespace OrleansSse.AspNetCore.FanOut;

/// <summary>What a connection is doing.</summary>
internal enum ConnectionState
{
    /// <summary>Fed from history by its own task, which alone writes to it.</summary>
    CatchingUp,

    /// <summary>Fed from the ring by its loop.</summary>
    Live,

    /// <summary>Its client has not taken yet what was flushed; the loop passes it by.</summary>
    Blocked,

    /// <summary>Ended; nothing writes to it any more.</summary>
    Closed,
}
