using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>Answers a body that did not arrive as it was announced.</summary>
internal static class BrokenBody
{
    public static Task WriteAsync(HttpContext context, IOException exception, IEnumerable<KeyValuePair<string, object?>>? extensions = null)
    {
        if (exception is ConnectionResetException)
        {
            // Kestrel would go on reading the body, and log that it cannot.
            context.Abort();
            return Task.CompletedTask;
        }

        var status = (exception as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest;
        return status == StatusCodes.Status413PayloadTooLarge
            ? context.WriteProblemAsync(status, RequestErrors.BodyTooLarge, "The body is too large for this request; send less.", extensions)
            : context.WriteProblemAsync(status, RequestErrors.IncompleteBody, $"The body did not arrive whole; send it again. {exception.Message}", extensions);
    }
}
