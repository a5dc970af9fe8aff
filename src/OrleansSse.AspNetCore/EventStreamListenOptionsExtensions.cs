using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using OrleansSse.AspNetCore.DirectPublishing;
using OrleansSse.AspNetCore.Takeover;

namespace OrleansSse.AspNetCore;

/// <summary>Lets an endpoint of Kestrel serve subscribers and publishers at the least cost.</summary>
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

    /// <summary>
    /// Has the gateway take plain publishes, which are one event with no header that says more than what is in it, before the HTTP server:
    /// in HTTP/1.1, from the first request of a connection on and until another comes. That takes much less processor time, and what a
    /// client sends without waiting for answers is published together. Only for an application that does nothing else with a
    /// <c>POST /streams/{stream}/events</c>: none of its middleware, authorization, filters of hosts, logs or measurements of requests sees these.
    /// It belongs after <see cref="UseEventStreams"/>; where encryption is added after it, it does nothing.
    /// </summary>
    /// <param name="endpoint">The endpoint; the application has <see cref="EventStreamGatewayServiceCollectionExtensions.AddEventStreamGateway"/>.</param>
    public static ListenOptions UseDirectPublishing(this ListenOptions endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        endpoint.Use(http => connection => endpoint.Protocols.HasFlag(HttpProtocols.Http1)
            ? endpoint.ApplicationServices.GetRequiredService<DirectPublishingMiddleware>().ServeAsync(connection, http)
            : http(connection));
        return endpoint;
    }
}
