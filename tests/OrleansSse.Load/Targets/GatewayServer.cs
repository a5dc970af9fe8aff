using OrleansSse.Load.Http;

namespace OrleansSse.Load.Targets;

/// <summary>The gateway as a server of event streams.</summary>
internal sealed class GatewayServer(Target target) : SseServer
{
    /// <summary>The variable of a gateway's environment that lets it keep streams in memory only.</summary>
    public const string InMemory = "EventStreams__Durability=Memory";

    /// <inheritdoc />
    public override Uri Url => target.Url;

    /// <inheritdoc />
    public override IReadOnlyList<int> ProcessIds => target.ProcessIds;

    /// <inheritdoc />
    public override string PublishPath(string stream) => $"/streams/{stream}/events";

    /// <inheritdoc />
    public override string SubscribePath(string stream) => $"/streams/{stream}/events";

    /// <inheritdoc />
    public override string HistoryPath(string stream) => $"/streams/{stream}/events?from=earliest";

    /// <inheritdoc />
    public override bool IsAcknowledged(HttpReply reply, out StreamPosition id)
    {
        id = reply.Status == 201 ? Acknowledgement.Parse(reply.Body).First : default;
        return reply.Status == 201;
    }

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => target.DisposeAsync();
}
