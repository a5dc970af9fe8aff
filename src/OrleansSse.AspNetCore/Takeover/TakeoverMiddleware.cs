using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using OrleansSse.AspNetCore.FanOut;

namespace OrleansSse.AspNetCore.Takeover;

/// <summary>
/// Stands between the sockets of Kestrel and its HTTP server. An HTTP server keeps some 8 KB for a response that is under way, and each
/// write takes two queues; a connection that is taken over has a socket.
/// </summary>
internal static class TakeoverMiddleware
{
    public static ConnectionDelegate Before(ConnectionDelegate http) => connection =>
        FindSocket(connection.Features) is { } socket ? ServeAsync(connection, socket, http) : http(connection);

    // Nothing may be written past an encryption that stands before this.
    private static Socket? FindSocket(IFeatureCollection features) =>
        features.Get<ITlsHandshakeFeature>() is null ? features.Get<IConnectionSocketFeature>()?.Socket : null;

    private static async Task ServeAsync(ConnectionContext connection, Socket socket, ConnectionDelegate http)
    {
        socket.Blocking = false;
        var transport = connection.Transport;
        await OwnAsync(connection, socket, await ServeHttpAsync(connection, socket, http));
        await transport.Output.CompleteAsync();
        await transport.Input.CompleteAsync();
    }

    // No part of what HTTP was served with is held while the owner runs.
    private static async Task<Func<SubscriberOutput, CancellationToken, Task>?> ServeHttpAsync(
        ConnectionContext connection, Socket socket, ConnectionDelegate http)
    {
        var context = new TakeoverContext(connection, socket);
        var heartbeat = connection.Features.Get<IConnectionHeartbeatFeature>() is { } inner ? new HeartbeatRelay(inner) : null;
        context.Features.Set<IConnectionHeartbeatFeature>(heartbeat);
        await http(context);
        heartbeat?.Stop();
        return context.Owner;
    }

    private static Task OwnAsync(ConnectionContext connection, Socket socket, Func<SubscriberOutput, CancellationToken, Task>? owner) =>
        owner is null ? Task.CompletedTask : owner(new SocketOutput(socket, connection), connection.ConnectionClosed);
}
