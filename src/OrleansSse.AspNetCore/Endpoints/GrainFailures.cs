using System.Globalization;
using Microsoft.AspNetCore.Http;
using OrleansSse.Client;

namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>Turns what a stream's grain throws into an answer.</summary>
internal static class GrainFailures
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>True for what a grain call may throw; all else is a bug.</summary>
    public static bool IsExpected(Exception exception) => exception is EventStreamException || Unanswered.Is(exception);

    public static Task WriteAsync(HttpContext context, Exception exception, IEnumerable<KeyValuePair<string, object?>>? extensions = null)
    {
        var (status, code, detail, retryAfter) = exception switch
        {
            StreamOverloadedException overloaded => (StatusCodes.Status429TooManyRequests, overloaded.Code, overloaded.Message, overloaded.RetryAfter),
            PublishRefusedException refused => (StatusOf(refused.Code), refused.Code, refused.Message, TimeSpan.Zero),
            InvalidStreamNameException invalid => (StatusCodes.Status400BadRequest, invalid.Code, invalid.Message, TimeSpan.Zero),
            EventStreamException failure => (StatusCodes.Status503ServiceUnavailable, failure.Code, failure.Message, RetryAfter),
            _ => (
                StatusCodes.Status503ServiceUnavailable,
                ErrorCodes.OutcomeUnknown,
                "The stream could not be reached, and whether a change was made is not known. Try again; a publish with the same Idempotency-Key.",
                RetryAfter),
        };
        if (retryAfter > TimeSpan.Zero)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        return context.WriteProblemAsync(status, code, detail, extensions);
    }

    private static int StatusOf(string code) => code switch
    {
        ErrorCodes.EventTooLarge or ErrorCodes.BatchTooLarge => StatusCodes.Status413PayloadTooLarge,
        ErrorCodes.IdempotencyKeyReused => StatusCodes.Status422UnprocessableEntity,
        ErrorCodes.StreamCompleted => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status400BadRequest,
    };
}
