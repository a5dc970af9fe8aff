namespace OrleansSse.Load.Subscribers;

/// <summary>Where the connection of a member stands.</summary>
internal enum MemberState
{
    /// <summary>There is none.</summary>
    Closed,

    /// <summary>It has been asked for.</summary>
    Connecting,

    /// <summary>The request is sent, the response's head has not ended.</summary>
    Asking,

    /// <summary>Events come.</summary>
    Open,
}
