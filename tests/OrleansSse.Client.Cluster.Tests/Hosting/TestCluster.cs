using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using OrleansSse.Grains;
using OrleansSse.Grains.Options;

namespace OrleansSse.Client.Cluster.Tests.Hosting;

/// <summary>Two silos and a client in this process, set up as any host sets them up.</summary>
public sealed class TestCluster : IAsyncLifetime
{
    /// <summary>Events of one stream of the client's that wait for a subscriber.</summary>
    public const int MaxBufferEvents = 64;

    /// <summary>Another provider of Orleans streams.</summary>
    public const string Source = "Source";

    /// <summary>What event streams take from it.</summary>
    public const string IngestedNamespace = "Sensors";

    private readonly InProcessTestCluster _cluster;
    private int _streams;

    public TestCluster()
    {
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddMemoryGrainStorage(EventStreamOptions.StorageName);
            silo.AddEventStreams();
            silo.AddMemoryGrainStorage("PubSubStore");
            silo.AddMemoryStreams(Source);
            silo.AddEventStreamIngest(IngestedNamespace);
            silo.Services.AddSingleton(Answers);
            silo.AddIncomingGrainCallFilter<LostAnswersFilter>();
        });
        builder.ConfigureClientHost(static host => host.Configuration.AddInMemoryCollection(
            [new($"{EventStreamClientOptions.Section}:{nameof(EventStreamClientOptions.MaxBufferEvents)}", $"{MaxBufferEvents}")]));
        builder.ConfigureClient(static client => client.AddMemoryStreams(Source).AddEventStreams());
        _cluster = builder.Build();
    }

    /// <summary>Publishes whose answers get lost.</summary>
    internal LostAnswers Answers { get; } = new();

    /// <summary>The client.</summary>
    public IClusterClient Client => _cluster.Client;

    /// <summary>The streams, as the client's services have them.</summary>
    public IEventStreams Streams => Client.ServiceProvider.GetRequiredService<IEventStreams>();

    /// <summary>What one of the silos has.</summary>
    public IServiceProvider SiloServices => _cluster.Silos[0].ServiceProvider;

    /// <summary>The name of a stream that nobody has used yet.</summary>
    public string NewName(string prefix = "test") => $"{prefix}.{Interlocked.Increment(ref _streams)}";

    /// <summary>A stream that nobody has used yet.</summary>
    public IEventStreamClient NewStream() => Streams.GetStream(NewName());

    /// <summary>Ends a grain's activation in good order.</summary>
    public Task DeactivateAsync(IAddressable grain) => _cluster.DeactivateAsync(grain).Within("The grain is not deactivated.");

    public async ValueTask InitializeAsync() => await _cluster.DeployAsync();

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();
}
