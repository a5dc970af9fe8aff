using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Streams;
using OrleansSse.Client;
using OrleansSse.Client.Publishing;
using OrleansSse.Client.Subscriptions;

namespace OrleansSse.Load.Targets;

/// <summary>A client of a cluster, with connections of its own: what a gateway is to the silos.</summary>
internal sealed class SiloClient : IAsyncDisposable
{
    private readonly IHost _host;

    private SiloClient(IHost host) => _host = host;

    /// <summary>Reaches grains.</summary>
    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Publishes as a gateway does.</summary>
    public StreamPublisher Publisher => _host.Services.GetRequiredService<StreamPublisher>();

    /// <summary>Follows streams as a gateway does.</summary>
    public StreamSubscriptions Subscriptions => _host.Services.GetRequiredService<StreamSubscriptions>();

    /// <summary>Orleans streams, by the name of their provider.</summary>
    public IStreamProvider StreamProvider(string name) => _host.Services.GetRequiredKeyedService<IStreamProvider>(name);

    /// <summary>Connects, as soon as the silos are there.</summary>
    /// <param name="silos">The cluster.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <param name="memoryStreams">Names of providers of Orleans' memory streams that the silos have.</param>
    public static async Task<SiloClient> ConnectAsync(
        IReadOnlyList<SiloProcess> silos, CancellationToken cancel, params string[] memoryStreams)
    {
        var started = TimeProvider.System.GetTimestamp();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddConsole(static console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Error);
        builder.UseOrleansClient(client => client
            .UseStaticClustering([.. silos.Select(static silo => silo.ClientEndPoint)])
            .UseConnectionRetryFilter(async (_, stop) =>
            {
                if (TimeProvider.System.GetElapsedTime(started) > Readiness.Limit) return false;
                await Task.Delay(Readiness.Interval, TimeProvider.System, stop);
                return true;
            })
            // As a gateway has it.
            .Configure<GatewayOptions>(static options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(1))
            .Configure<ClusterOptions>(static options => options.ClusterId = options.ServiceId = SiloProcess.ClusterId)
            .AddEventStreams());
        foreach (var name in memoryStreams) builder.UseOrleansClient(client => client.AddMemoryStreams(name));
        var client = new SiloClient(builder.Build());
        await client._host.StartAsync(cancel);
        await client.WholeAsync(silos, started, cancel);
        return client;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private async Task WholeAsync(IReadOnlyList<SiloProcess> silos, long started, CancellationToken cancel)
    {
        while (await CountAsync() < silos.Count)
        {
            if (TimeProvider.System.GetElapsedTime(started) > Readiness.Limit)
                throw new RunFailedException($"Not all silos are active. The last output of the last one:{Environment.NewLine}{silos[^1].LastOutput}");
            await Task.Delay(Readiness.Interval, TimeProvider.System, cancel);
        }
    }

    // A cluster that is just forming may let a call wait for a silo that is not ready to take it.
    private async Task<int> CountAsync()
    {
        try
        {
            return (await Grains.GetGrain<IMembershipGrain>(0).GetActiveSilos()).Silos.Length;
        }
        catch (TimeoutException)
        {
            return 0;
        }
    }
}
