using Microsoft.AspNetCore.Http;

namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>
/// Tells the requests of other origins' pages. CORS does not keep them out: a browser sends a body of <c>text/plain</c> anywhere
/// without asking, and only hides the answer.
/// </summary>
internal static class OtherOrigin
{
    public static bool Sent(HttpRequest request)
    {
        // The browser's own word; behind a proxy the host may be another than the page's.
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0) return site is not ("same-origin" or "none");

        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
