using Microsoft.AspNetCore.Server.Kestrel.Core;
using OrleansSse.AspNetCore.Takeover;

namespace OrleansSse.AspNetCore;

/// <summary>Lets an endpoint of Kestrel serve subscribers at the least cost.</summary>
public static class EventStreamListenOptionsExtensions
{
    /// <summary>
    /// Has the gateway write to the sockets of its subscribers itself where bytes go out as they are, in HTTP/1.1 without encryption: this
    /// takes about half the memory and processor time of responses through the HTTP server, which go on for all others. It belongs before
    /// all else that is added to the endpoint. For all endpoints: <see cref="KestrelServerOptions.ConfigureEndpointDefaults"/>.
    /// </summary>
    /// <param name="endpoint">The endpoint.</param>
    public static ListenOptions UseEventStreams(this ListenOptions endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        endpoint.Use(TakeoverMiddleware.Before);
        return endpoint;
    }
}
