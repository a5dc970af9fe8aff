using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Serialization;

namespace OrleansSse.Faults.Processes;

/// <summary>What the silos say of themselves.</summary>
internal sealed class ClusterView(IReadOnlyList<SiloNode> silos) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private IHost? _host;

    /// <summary>True when every silo is an active member, and nobody else.</summary>
    public async Task<bool> IsWholeAsync(CancellationToken cancel)
    {
        try
        {
            var hosts = await (await ManagementAsync(cancel)).GetHosts(onlyActive: true, cancel);
            return hosts.Keys.Select(address => address.Endpoint.Port).Order().SequenceEqual(silos.Select(silo => silo.SiloPort).Order());
        }
        catch (Exception e) when (e is OrleansException or TimeoutException or SerializerException)
        {
            return false;
        }
    }

    /// <summary>Which of some streams are active on some silos; null when nobody tells.</summary>
    public async Task<IReadOnlySet<string>?> FindStreamsAsync(IEnumerable<string> streams, IEnumerable<SiloNode> on, CancellationToken cancel)
    {
        var ports = on.Select(silo => silo.SiloPort).ToHashSet();
        var found = new HashSet<string>();
        try
        {
            var management = await ManagementAsync(cancel);
            var grains = _host!.Services.GetRequiredService<IGrainFactory>();
            foreach (var stream in streams)
            {
                var address = await management.GetActivationAddress(grains.GetGrain<IEventStreamGrain>(stream), cancel);
                if (address is not null && ports.Contains(address.Endpoint.Port)) found.Add(stream);
            }

            return found;
        }
        catch (Exception e) when (e is OrleansException or TimeoutException or SerializerException)
        {
            return null;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_host is null) return;
        await _host.StopAsync();
        _host.Dispose();
    }

    private async Task<IManagementGrain> ManagementAsync(CancellationToken cancel)
    {
        _host ??= await ConnectAsync(cancel);
        return _host.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0);
    }

    private async Task<IHost> ConnectAsync(CancellationToken cancel)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client => client
            .UseStaticClustering([.. silos.Select(silo => new IPEndPoint(IPAddress.Loopback, silo.GatewayPort))])
            .UseConnectionRetryFilter(async (_, stop) =>
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, stop);
                return true;
            })
            .Configure<ClusterOptions>(options => options.ClusterId = options.ServiceId = ClusterSettings.ClusterId)
            .Configure<ClientMessagingOptions>(options => options.ResponseTimeout = Patience));
        var host = builder.Build();
        await host.StartAsync(cancel);
        return host;
    }
}
