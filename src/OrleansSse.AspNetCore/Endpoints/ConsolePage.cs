using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>The page at <c>/</c>: one file inside the library, which loads nothing from elsewhere.</summary>
internal static class ConsolePage
{
    private const string ResourceName = "OrleansSse.AspNetCore.Console.index.html";

    public static void Map(IEndpointRouteBuilder app)
    {
        using var resource = typeof(ConsolePage).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The library lacks its page {ResourceName}.");
        using var reader = new StreamReader(resource);
        var page = reader.ReadToEnd();
        app.MapGet("/", context =>
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            context.Response.Headers.ContentSecurityPolicy = "default-src 'self' 'unsafe-inline'; frame-ancestors 'self'";
            context.Response.Headers.CacheControl = "no-cache";
            return context.Response.WriteAsync(page, context.RequestAborted);
        });
    }
}
