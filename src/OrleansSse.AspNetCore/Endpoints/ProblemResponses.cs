using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>Answers with RFC 9457 problem details: a status, a stable code, and a sentence that says how to mend it.</summary>
internal static class ProblemResponses
{
    public static async Task WriteProblemAsync(
        this HttpContext context, int status, string code, string detail, IEnumerable<KeyValuePair<string, object?>>? extensions = null)
    {
        context.Response.StatusCode = status;
        var problem = new ProblemDetails { Status = status, Title = ReasonPhrases.GetReasonPhrase(status), Detail = detail };
        problem.Extensions["code"] = code;
        foreach (var (name, value) in extensions ?? []) problem.Extensions[name] = value;

        // The framework's writer passes by who accepts no JSON, as every EventSource; it is told all the same.
        var writer = context.RequestServices.GetRequiredService<IProblemDetailsService>();
        if (!await writer.TryWriteAsync(new() { HttpContext = context, ProblemDetails = problem }))
        {
            await context.Response.WriteAsJsonAsync(problem, options: null, "application/problem+json", context.RequestAborted);
        }
    }
}
