using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>Answers with RFC 9457 problem details: a status, a stable code, and a sentence that says how to mend it.</summary>
internal static class ProblemResponses
{
    public static Task WriteProblemAsync(
        this HttpContext context, int status, string code, string detail, IEnumerable<KeyValuePair<string, object?>>? extensions = null)
    {
        context.Response.StatusCode = status;
        var problem = new ProblemDetails { Status = status, Detail = detail };
        problem.Extensions["code"] = code;
        foreach (var (name, value) in extensions ?? []) problem.Extensions[name] = value;

        return context.RequestServices.GetRequiredService<IProblemDetailsService>().WriteAsync(new() { HttpContext = context, ProblemDetails = problem }).AsTask();
    }
}
