using OrleansSse.AspNetCore.FanOut;

namespace OrleansSse.AspNetCore.Takeover;

/// <summary>
/// A feature of a connection whose bytes go out as they are: what follows the response that is being made can go by without the HTTP
/// server, which then forgets all that it holds for a request.
/// </summary>
internal interface IConnectionTakeover
{
    /// <summary>
    /// Has an owner run once the HTTP server is done with the connection, which the response has to say (<c>Connection: close</c>); the
    /// connection ends when the owner does.
    /// </summary>
    /// <param name="owner">Is given where the bytes go, and the token that is cancelled when the client is gone.</param>
    void TakeOver(Func<SubscriberOutput, CancellationToken, Task> owner);
}
