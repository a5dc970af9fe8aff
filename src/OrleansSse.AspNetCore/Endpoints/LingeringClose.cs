using Microsoft.AspNetCore.Http;

namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>
/// Ends an exchange whose request goes on: the client gets a moment to see the answer and stop sending, for a connection
/// that is closed while data arrives loses what the client has not read yet; after that it is cut, and holds up no shutdown.
/// </summary>
internal static class LingeringClose
{
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(1);

    public static async Task CloseAsync(HttpContext context, TimeProvider time)
    {
        await context.Response.CompleteAsync();
        using var limit = new CancellationTokenSource(Linger, time);
        try
        {
            await context.Request.Body.CopyToAsync(Stream.Null, limit.Token);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }
}
