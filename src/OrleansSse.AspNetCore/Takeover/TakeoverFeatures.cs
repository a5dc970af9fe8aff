using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace OrleansSse.AspNetCore.Takeover;

internal static class TakeoverFeatures
{
    /// <summary>
    /// The way to take over a request's connection; null if there is none. Bytes must go out as they are: not encrypted, not in the
    /// frames of HTTP/2, not through what somebody has put in front of the body (to compress it, say).
    /// </summary>
    public static IConnectionTakeover? FindTakeover(this HttpContext context)
    {
        var features = context.Features;
        if (!HttpProtocol.IsHttp11(context.Request.Protocol) || features.Get<ITlsHandshakeFeature>() is not null) return null;
        return ReferenceEquals(features.Get<IHttpResponseBodyFeature>(), features.Get<IHttpRequestFeature>()) ? features.Get<IConnectionTakeover>() : null;
    }
}
