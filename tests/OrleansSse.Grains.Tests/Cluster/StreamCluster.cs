using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.Runtime.GrainDirectory;
using Orleans.Storage;
using Orleans.TestingHost;
using OrleansSse.Grains.Options;
using OrleansSse.Grains.Tests.Storage;

namespace OrleansSse.Grains.Tests.Cluster;

/// <summary>
/// Two silos and a client in this process. Streams have a clock and a storage in the hands of the tests; Orleans itself
/// runs on real time.
/// </summary>
public sealed class StreamCluster : IAsyncLifetime
{
    /// <summary>Bytes of one publish that may wait behind another.</summary>
    public const int MaxPendingBytes = 100_000;

    private static readonly TimeSpan StorageTimeout = TimeSpan.FromSeconds(10);

    private readonly InProcessTestCluster _cluster;
    private int _streams;

    public StreamCluster()
    {
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<TimeProvider>(Time);
            silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
            silo.Services.AddKeyedSingleton<IGrainStorage>(EventStreamOptions.StorageName, Storage);
            silo.Services.AddSingleton<IGrainDirectoryResolver>(services => ActivatorUtilities.CreateInstance<SplitDirectory>(services, Directory));
            silo.Services.AddSingleton<PlacementStrategy, PreferLocalPlacement>();
            silo.AddEventStreams(options =>
            {
                options.StorageTimeout = StorageTimeout;
                options.MaxPendingBytes = MaxPendingBytes;
                options.Streams.Add(new() { Pattern = "memory.>", Durability = Durability.Memory });
            });
        });
        _cluster = builder.Build();
    }

    internal FakeTimeProvider Time { get; } = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    internal TestGrainStorage Storage { get; } = new();

    internal SplitDirectory.Entries Directory { get; } = new();

    public IGrainFactory Client => _cluster.Client;

    /// <summary>A stream that nobody has used yet.</summary>
    public string NewStream(string prefix = "test") => $"{prefix}.{Interlocked.Increment(ref _streams)}";

    public IEventStreamGrain Stream(string name) => Client.GetGrain<IEventStreamGrain>(name);

    /// <summary>The stream as each silo calls it, activated there if its directory knows of no activation.</summary>
    public IEventStreamGrain[] StreamOnEachSilo(string name) =>
        [.. _cluster.Silos.Select(silo => silo.ServiceProvider.GetRequiredService<IGrainFactory>().GetGrain<IEventStreamGrain>(name))];

    /// <summary>Ends the stream's activation in good order.</summary>
    public Task DeactivateAsync(string stream) => _cluster.DeactivateAsync(Stream(stream)).Within("The stream is not deactivated.");

    /// <summary>Lets the storage operations that wait now time out.</summary>
    public void PassStorageTimeout() => Time.Advance(StorageTimeout);

    /// <summary>Awaits a call; if the storage hangs, lets it time out until the call ends.</summary>
    public async Task TimeOutAsync(Task call, StorageFault fault)
    {
        while (fault == StorageFault.Hang && !call.IsCompleted)
        {
            PassStorageTimeout();
            await Task.WhenAny(call, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken));
        }

        await call.Within("The call does not end.");
    }

    public async ValueTask InitializeAsync() => await _cluster.DeployAsync();

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();
}
