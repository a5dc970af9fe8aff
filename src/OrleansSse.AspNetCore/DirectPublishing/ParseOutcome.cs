namespace OrleansSse.AspNetCore.DirectPublishing;

/// <summary>What stands at the beginning of what a client has sent.</summary>
internal enum ParseOutcome
{
    /// <summary>A plain publish.</summary>
    Publish,

    /// <summary>What may become one when more arrives.</summary>
    Incomplete,

    /// <summary>Anything else: it is for the HTTP server.</summary>
    Other,
}
