using System.Net;
using System.Net.Sockets;

namespace OrleansSse.Grains;

/// <summary>Runs a silo that is a cluster of its own.</summary>
public static class StandaloneSiloBuilderExtensions
{
    /// <summary>
    /// Makes the silo a cluster of one on loopback. Nobody is to connect to it, so it takes any free port, and several may run on
    /// one machine.
    /// </summary>
    public static ISiloBuilder UseStandaloneCluster(this ISiloBuilder builder) =>
        builder.UseLocalhostClustering(siloPort: FreePort(), gatewayPort: 0);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
