using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Options;
using OrleansSse.AspNetCore.Lifetime;
using OrleansSse.AspNetCore.Publishing;
using OrleansSse.Client.Publishing;

namespace OrleansSse.AspNetCore.DirectPublishing;

/// <summary>
/// Stands before the HTTP server. A server takes one request of a connection after the other, and each through all of an application;
/// plain publishes that have arrived together need neither. At the first other request the connection is the server's, for good.
/// </summary>
internal sealed class DirectPublishingMiddleware(
    StreamPublisher publisher, DirectResponses responses, PlainAddresses addresses, GatewayDrain drain, IOptions<GatewayOptions> options)
{
    private readonly ReadLimits _limits = new(options.Value.MaxEventBytes, options.Value.MaxBatchEvents, options.Value.MaxBatchBytes);

    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate http)
    {
        if (!addresses.Has(connection) || await TryServeAsync(connection)) await http(connection);
    }

    // False if nothing more can come of a connection.
    private async Task<bool> TryServeAsync(ConnectionContext connection)
    {
        var client = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        var served = new DirectConnection(connection.Transport, client, publisher, responses, _limits, drain);
        var wait = new InputWait(connection.Transport.Input);
        connection.Features.Get<IConnectionHeartbeatFeature>()?.OnHeartbeat(static wait => ((InputWait)wait).Beat(), wait);
        var closing = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;
        await using var closed = closing.UnsafeRegister(static wait => ((InputWait)wait!).End(), wait);
        // A server that is already about to close its connections takes no more of them.
        await using var drained = drain.Begun.UnsafeRegister(static wait => ((InputWait)wait!).End(), wait);
        try
        {
            await served.ServeAsync(wait);
            return true;
        }
        catch (Exception exception) when (exception is IOException or ConnectionAbortedException)
        {
            // It is broken; and a server that went on with it would answer the next request in the place of one that was not answered.
            return false;
        }
        finally
        {
            wait.Stop();
        }
    }
}
