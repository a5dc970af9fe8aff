using System.IO.Pipelines;
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
        var body = context.Request.BodyReader;
        using var limit = new CancellationTokenSource(Linger, time);
        await using var cancellation = limit.Token.UnsafeRegister(static body => ((PipeReader)body!).CancelPendingRead(), body);
        try
        {
            await body.CopyToAsync(Stream.Null, CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
        catch (IOException)
        {
            // The client has stopped sending as it should, and closed the connection.
        }
    }
}
