using System.Globalization;
using Microsoft.AspNetCore.Http;
using OrleansSse.Client;

namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>Answers one page of a stream's history as JSON.</summary>
internal sealed class HistoryEndpoint(IGrainFactory grains, TimeProvider time)
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;

    private readonly EventStreamGrains _streams = new(grains);

    public async Task ServeAsync(HttpContext context, StreamName stream)
    {
        if (!StartQuery.TryRead(context.Request, StreamStart.Earliest, out var start, out var refusal))
        {
            await context.WriteProblemAsync(StatusCodes.Status400BadRequest, RequestErrors.InvalidStart, refusal);
            return;
        }

        if (start.HasUnknownId)
        {
            await context.WriteProblemAsync(
                StatusCodes.Status400BadRequest, RequestErrors.InvalidStart, "The last event id must be an event id of this service, as k3x9f2ab-17.");
            return;
        }

        if (!TryReadLimit(context.Request, out var limit))
        {
            await context.WriteProblemAsync(
                StatusCodes.Status400BadRequest, RequestErrors.InvalidLimit, $"limit is a number of events from 1 to {MaxLimit}.");
            return;
        }

        var page = await _streams.Get(stream).Read(new(start.Start, limit));
        context.Response.Headers.CacheControl = "no-store";
        var body = PageBody.Of(stream, start.Start, page, time);
        await context.Response.WriteAsJsonAsync(body, HttpJson.Default.PageBody, cancellationToken: context.RequestAborted);
    }

    private static bool TryReadLimit(HttpRequest request, out int limit)
    {
        limit = DefaultLimit;
        var text = request.Query["limit"].ToString();
        return text.Length == 0
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= MaxLimit);
    }
}
