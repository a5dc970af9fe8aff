using System.Security.Cryptography;
using System.Text;
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
        // A browser hashes lines that end in LF, whatever the checkout made of them.
        var page = reader.ReadToEnd().Replace("\r\n", "\n", StringComparison.Ordinal);
        var policy = "default-src 'none'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
            + $"script-src '{HashOf(page, "<script type=\"module\">", "</script>")}'; style-src '{HashOf(page, "<style>", "</style>")}'";
        app.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], context =>
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            context.Response.Headers.ContentSecurityPolicy = policy;
            context.Response.Headers.CacheControl = "no-cache";
            return context.Response.WriteAsync(page, context.RequestAborted);
        });
    }

    // The page has one element of each kind, and nothing but what it came with may run.
    private static string HashOf(string page, string begin, string end)
    {
        var start = page.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var content = page[start..page.IndexOf(end, start, StringComparison.Ordinal)];
        return $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}";
    }
}
