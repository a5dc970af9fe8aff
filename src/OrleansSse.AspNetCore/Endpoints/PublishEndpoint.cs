using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using OrleansSse.AspNetCore.Publishing;
using OrleansSse.Client.Publishing;

namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>
/// Publishes a request's body. A body of many events is published while it arrives, so a request that never ends is a
/// feed; under a condition or a key it is one publish, all or none.
/// </summary>
internal sealed class PublishEndpoint(
    StreamPublisher publisher, IOptions<GatewayOptions> options, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private readonly ReadLimits _limits = new(options.Value.MaxEventBytes, options.Value.MaxBatchEvents, options.Value.MaxBatchBytes);

    public async Task ServeAsync(HttpContext context, StreamName stream)
    {
        var request = context.Request;
        AllowFeeds(context);
        if (!PublishConditions.TryRead(request, out var conditions, out var code, out var refusal))
        {
            await context.WriteProblemAsync(StatusCodes.Status400BadRequest, code, refusal);
            return;
        }

        var eventType = request.Query["type"].ToString();
        if (EventData.TypeRefusal(eventType) is { } typeRefusal)
        {
            await context.WriteProblemAsync(StatusCodes.Status400BadRequest, ErrorCodes.InvalidEventType, typeRefusal);
            return;
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var contentType)
            || EventReaders.Create(contentType, eventType, request.BodyReader, _limits) is not { } reader)
        {
            context.Response.Headers.Accept = "text/plain, application/json, application/x-ndjson, text/event-stream";
            await context.WriteProblemAsync(
                StatusCodes.Status415UnsupportedMediaType, RequestErrors.UnsupportedContentType, $"Send a Content-Type of {EventReaders.Understood}.");
            return;
        }

        await (conditions.IsPlain && EventReaders.IsFeed(contentType)
            ? FeedAsync(context, stream, reader)
            : PublishWholeAsync(context, stream, reader, conditions));
    }

    // Our own limits are by event, and a feed may be slower than Kestrel thinks decent.
    private static void AllowFeeds(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate) rate.MinDataRate = null;
    }

    private async Task FeedAsync(HttpContext context, StreamName stream, EventReader reader)
    {
        var published = new FeedProgress();
        // A feed may never end by itself, and the gateway is not to wait for it when it stops.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            while (await reader.ReadBatchAsync(ending.Token) is { } batch)
            {
                published.Add(await publisher.PublishAsync(stream, new(batch), context.RequestAborted));
            }
        }
        catch (Exception exception) when (GrainFailures.IsExpected(exception))
        {
            await GrainFailures.WriteAsync(context, exception, published.Extensions());
            return;
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            context.Response.Headers.RetryAfter = "1";
            await context.WriteProblemAsync(
                StatusCodes.Status503ServiceUnavailable,
                ErrorCodes.Unavailable,
                "The gateway is about to stop; go on with a new request after the last event that was published.",
                published.Extensions());
            await LingeringClose.CloseAsync(context, time);
            return;
        }
        catch (BadHttpRequestException exception)
        {
            await context.WriteProblemAsync(
                StatusCodes.Status400BadRequest, RequestErrors.IncompleteBody, exception.Message, published.Extensions());
            return;
        }

        if (reader.Refusal is { } refusal) await RefuseAsync(context, refusal, published.Extensions());
        else await AnswerAsync(context, published.Body);
    }

    private async Task PublishWholeAsync(
        HttpContext context, StreamName stream, EventReader reader, PublishConditions conditions)
    {
        var batch = await reader.ReadBatchAsync(context.RequestAborted);
        // A whole body is one batch: there must not be a second.
        var rest = batch is null ? null : await reader.ReadBatchAsync(context.RequestAborted);
        if (reader.Refusal is { } refusal)
        {
            await RefuseAsync(context, refusal, null);
            return;
        }

        if (rest is not null)
        {
            await context.WriteProblemAsync(
                StatusCodes.Status413PayloadTooLarge,
                ErrorCodes.BatchTooLarge,
                $"With If-Match or Idempotency-Key a body is published whole, and has at most {_limits.BatchEvents} events and {_limits.BatchBytes} bytes; split it.");
            return;
        }

        var result = await publisher.PublishAsync(
            stream, new(batch ?? [], conditions.IdempotencyKey, conditions.ExpectedLast), context.RequestAborted);
        switch (result.Outcome)
        {
            case PublishOutcome.UnexpectedLast:
                await context.WriteProblemAsync(
                    StatusCodes.Status412PreconditionFailed,
                    RequestErrors.UnexpectedLast,
                    $"The last event of the stream is {result.Last}, not the one in If-Match; nothing was published.",
                    [KeyValuePair.Create("last", (object?)result.Last.ToString())]);
                break;

            case PublishOutcome.Repeated:
                context.Response.Headers["Idempotency-Replayed"] = "true";
                goto default;

            default:
                await AnswerAsync(context, new(result.First.ToString(), result.Last.ToString(), result.Count));
                break;
        }
    }

    private static Task AnswerAsync(HttpContext context, PublishedBody body)
    {
        context.Response.StatusCode = StatusCodes.Status201Created;
        return context.Response.WriteAsJsonAsync(body, HttpJson.Default.PublishedBody, cancellationToken: context.RequestAborted);
    }

    private static Task RefuseAsync(HttpContext context, BodyRefusal refusal, IEnumerable<KeyValuePair<string, object?>>? extensions) =>
        context.WriteProblemAsync(
            refusal.Code == ErrorCodes.EventTooLarge ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest,
            refusal.Code,
            refusal.Message,
            refusal.Line is { } line ? [.. extensions ?? [], KeyValuePair.Create("line", (object?)line)] : extensions);
}
