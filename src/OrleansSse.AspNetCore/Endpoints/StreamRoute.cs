using Microsoft.AspNetCore.Http;

namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>Runs a handler for the stream that a request names, and answers what its grain throws.</summary>
internal static class StreamRoute
{
    public static async Task HandleAsync(HttpContext context, string? name, Func<HttpContext, StreamName, Task> handler)
    {
        if (!StreamName.TryParse(name, out var stream, out var refusal))
        {
            await context.WriteProblemAsync(StatusCodes.Status400BadRequest, ErrorCodes.InvalidStreamName, refusal);
            return;
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method)
            && RefusalOfChange(context.Request, stream) is var (code, reason))
        {
            await context.WriteProblemAsync(StatusCodes.Status403Forbidden, code, reason);
            return;
        }

        try
        {
            await handler(context, stream);
        }
        catch (Exception exception) when (GrainFailures.IsExpected(exception) && !context.Response.HasStarted)
        {
            await GrainFailures.WriteAsync(context, exception);
        }
        catch (IOException exception) when (!context.Response.HasStarted)
        {
            await BrokenBody.WriteAsync(context, exception);
        }
    }

    private static (string Code, string Reason)? RefusalOfChange(HttpRequest request, StreamName stream)
    {
        if (stream.IsReserved) return (RequestErrors.ReservedStream, "Streams whose name begins with '$' belong to the service; choose another name.");
        return OtherOrigin.Sent(request)
            ? (RequestErrors.OtherOrigin, "A page of another origin may subscribe only; publish from a page of this origin, or through a server of your own.")
            : null;
    }
}
