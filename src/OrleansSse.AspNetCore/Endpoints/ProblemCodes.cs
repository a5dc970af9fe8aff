using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>Gives the problems that the framework itself answers with our members: a code, and how to mend it.</summary>
internal static class ProblemCodes
{
    public static void Complete(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        problem.Title ??= ReasonPhrases.GetReasonPhrase(context.HttpContext.Response.StatusCode);
        if (problem.Extensions.ContainsKey("code")) return;
        var (code, detail) = problem.Status switch
        {
            StatusCodes.Status404NotFound => (
                RequestErrors.NotFound, "There is nothing at this path; streams are at /streams/{stream} and /streams/{stream}/events, and /events?stream={stream} subscribes."),
            StatusCodes.Status405MethodNotAllowed => (
                RequestErrors.MethodNotAllowed, $"This path takes {context.HttpContext.Response.Headers.Allow}."),
            >= 500 => ("internal_error", "The gateway failed; its log says why."),
            _ => (RequestErrors.InvalidRequest, "The request is malformed."),
        };
        problem.Extensions["code"] = code;
        problem.Detail ??= detail;
    }
}
