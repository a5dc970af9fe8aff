using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;

namespace OrleansSse.AspNetCore.DirectPublishing;

/// <summary>Knows where a server takes requests as they are: what it is yet to decrypt cannot be read, and what should have been encrypted must not be.</summary>
internal sealed class PlainAddresses(IServer server)
{
    /// <summary>True if requests can be read from a connection.</summary>
    public bool Has(ConnectionContext connection)
    {
        if (connection.Features.Get<ITlsHandshakeFeature>() is not null) return true;
        if (connection.LocalEndPoint is not IPEndPoint local || server.Features.Get<IServerAddressesFeature>() is not { } listening) return false;
        var isKnown = false;
        foreach (var text in listening.Addresses)
        {
            var address = BindingAddress.Parse(text);
            if (address.Port != local.Port) continue;
            if (!address.Scheme.Equals(Uri.UriSchemeHttp, StringComparison.OrdinalIgnoreCase)) return false;
            isKnown = true;
        }

        return isKnown;
    }
}
