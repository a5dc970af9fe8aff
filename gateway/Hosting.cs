using OrleansSse.AspNetCore;
using OrleansSse.Grains;
using OrleansSse.Hosting;

namespace OrleansSse.Gateway;

/// <summary>What a gateway does without being told.</summary>
internal static class Hosting
{
    /// <summary>Listens on port 8080 of this machine, unless an address is configured.</summary>
    public static void ListenByDefault(this WebApplicationBuilder builder)
    {
        string[] keys = [WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey];
        if (keys.All(key => builder.Configuration[key] is null) && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            builder.WebHost.UseUrls(GatewayAddress.Default);
        }

        builder.WebHost.UseSockets(static sockets =>
        {
            // A request is served where its bytes arrive: no part of the gateway blocks, and to wake another thread costs more than most requests.
            sockets.UnsafePreferInlineScheduling = true;
            // The subscribers of a gateway that is lost come all at once, and who finds no room tries again after 1 s, then 3 s. The system
            // allows less (net.core.somaxconn, usually 4,096).
            sockets.Backlog = 65_535;
        });
        // The names under which a gateway may be asked for are checked further on.
        var isOpen = builder.Configuration["AllowedHosts"] is null or "" or "*";
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ConfigureEndpointDefaults(endpoint =>
            {
                endpoint.UseEventStreams();
                if (isOpen) endpoint.UseDirectPublishing();
            });
            // Connections that accept nothing are closed by the fan-out, which knows when nothing is due.
            kestrel.Limits.MinResponseDataRate = null;
        });
    }

    /// <summary>A client of the configured cluster; without one, a whole system in this process with its history in <c>./data</c>.</summary>
    public static void JoinClusterOrStandAlone(this WebApplicationBuilder builder)
    {
        if (builder.Configuration.NamesCluster()) builder.UseEventStreamClient();
        else builder.UseEventStreamSilo(standAlone: static silo => silo.UseStandaloneCluster());
    }
}
