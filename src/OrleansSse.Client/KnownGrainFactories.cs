using System.Runtime.CompilerServices;
using Microsoft.Extensions.Hosting;

namespace OrleansSse.Client;

/// <summary>Knows which services a grain factory belongs to, which Orleans' own does not tell. It does before any grain runs.</summary>
internal sealed class KnownGrainFactories(IGrainFactory grains, IEventStreams streams) : IHostedLifecycleService
{
    private static readonly ConditionalWeakTable<IGrainFactory, IEventStreams> Known = [];

    public static IEventStreams? Find(IGrainFactory grains) => Known.TryGetValue(grains, out var streams) ? streams : null;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        Known.AddOrUpdate(grains, streams);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
