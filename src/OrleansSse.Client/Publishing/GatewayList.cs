using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Messaging;

namespace OrleansSse.Client.Publishing;

/// <summary>The gateways that a client may connect to, by the addresses that it has of them.</summary>
internal static class GatewayList
{
    /// <summary>The entrances of the silos there; null in a process that is no client.</summary>
    public static StreamEntrances? Entrances(IServiceProvider services)
    {
        if (services.GetService<ILocalSiloDetails>() is not null || services.GetService<IGatewayListProvider>() is not { } gateways) return null;
        // Orleans reads the list this often.
        var settling = services.GetRequiredService<IOptions<GatewayOptions>>().Value.GatewayListRefreshPeriod;
        return new(entrance => HasAsync(gateways, entrance), settling + TimeSpan.FromSeconds(1), services.GetRequiredService<TimeProvider>());
    }

    private static async Task<bool> HasAsync(IGatewayListProvider gateways, IStreamEntrance entrance) =>
        SystemTargetGrainId.TryParse(entrance.GetGrainId(), out var id)
        && (await gateways.GetGateways().ConfigureAwait(false)).Any(gateway => id.GetSiloAddress().Equals(gateway.ToGatewayAddress()));
}
