using Microsoft.AspNetCore.Http;

namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>
/// Writes a problem to who accepts no JSON, as every EventSource and every browser's address bar: the framework's writer passes
/// them by, and they are told all the same.
/// </summary>
internal sealed class ProblemWriter : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        ProblemCodes.Complete(context);
        return new(context.HttpContext.Response.WriteAsJsonAsync(context.ProblemDetails, options: null, "application/problem+json"));
    }
}
