namespace OrleansSse.Load.Targets;

/// <summary>The gateway as a server of event streams.</summary>
internal sealed class GatewayServer(Target target) : SseServer
{
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
    public override ValueTask DisposeAsync() => target.DisposeAsync();
}
