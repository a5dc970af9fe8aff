namespace OrleansSse.Load.Targets;

/// <summary>What is measured: a gateway of our own, or one that ran already.</summary>
/// <param name="Url">Its root.</param>
/// <param name="ProcessIds">Its processes; empty when they are not known.</param>
/// <param name="Owned">The gateway of our own, which ends with this.</param>
internal sealed record Target(Uri Url, IReadOnlyList<int> ProcessIds, GatewayProcess? Owned) : IAsyncDisposable
{
    /// <inheritdoc />
    public ValueTask DisposeAsync() => Owned?.DisposeAsync() ?? ValueTask.CompletedTask;
}
