using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using OrleansSse.AspNetCore.FanOut;

namespace OrleansSse.AspNetCore.Takeover;

/// <summary>A connection as the HTTP server sees it: what the server has ended can go on.</summary>
internal sealed class TakeoverContext : ConnectionContext, IConnectionTakeover, IDuplexPipe
{
    private readonly ConnectionContext _connection;

    public TakeoverContext(ConnectionContext connection, Socket socket)
    {
        _connection = connection;
        (Input, Output, Transport) = (new KeptReader(connection.Transport.Input), new SocketWriter(socket), this);
        Features = new FeatureCollection(connection.Features);
        Features.Set<IConnectionTakeover>(this);
    }

    /// <summary>Who goes on with the connection; null: nobody.</summary>
    public Func<SubscriberOutput, CancellationToken, Task>? Owner { get; private set; }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    public override IDuplexPipe Transport { get; set; }

    public override IFeatureCollection Features { get; }

    public override string ConnectionId
    {
        get => _connection.ConnectionId;
        set => _connection.ConnectionId = value;
    }

    public override IDictionary<object, object?> Items
    {
        get => _connection.Items;
        set => _connection.Items = value;
    }

    public override CancellationToken ConnectionClosed
    {
        get => _connection.ConnectionClosed;
        set => _connection.ConnectionClosed = value;
    }

    public override EndPoint? LocalEndPoint
    {
        get => _connection.LocalEndPoint;
        set => _connection.LocalEndPoint = value;
    }

    public override EndPoint? RemoteEndPoint
    {
        get => _connection.RemoteEndPoint;
        set => _connection.RemoteEndPoint = value;
    }

    void IConnectionTakeover.TakeOver(Func<SubscriberOutput, CancellationToken, Task> owner) => Owner = owner;

    public override void Abort(ConnectionAbortedException abortReason) => _connection.Abort(abortReason);

    public override void Abort() => _connection.Abort();
}
