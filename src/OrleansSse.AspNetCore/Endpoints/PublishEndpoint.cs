using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using OrleansSse.AspNetCore.Publishing;

namespace OrleansSse.AspNetCore.Endpoints;

/// <summary>
/// Publishes a request's body. A body of many events is published while it arrives, so a request that never ends is a
/// feed; under a condition or a key it is one publish, all or none.
/// </summary>
internal sealed class PublishEndpoint(
    IGrainFactory grains, IOptions<GatewayOptions> options, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private readonly ReadLimits _limits = new(options.Value.MaxEventBytes, options.Value.MaxBatchEvents, options.Value.MaxBatchBytes);

    public async Task ServeAsync(HttpContext context, StreamName stream)
    {
        var request = context.Request;
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

        // Our own limits are by event.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;

        var grain = grains.GetGrain<IEventStreamGrain>(stream.ToString());
        await (conditions.IsPlain && EventReaders.IsFeed(contentType)
            ? FeedAsync(context, grain, reader)
            : PublishWholeAsync(context, grain, reader, conditions));
    }

    private async Task FeedAsync(HttpContext context, IEventStreamGrain grain, EventReader reader)
    {
        // A feed may be slower than Kestrel thinks decent.
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate) rate.MinDataRate = null;

        var published = new FeedProgress();
        try
        {
            // A feed may never end by itself, and the gateway is not to wait for it when it stops.
            while (await reader.ReadBatchAsync(lifetime.ApplicationStopping) is { } batch) published.Add(await grain.Publish(new(batch)));
        }
        catch (Exception exception) when (GrainFailures.IsExpected(exception))
        {
            await GrainFailures.WriteAsync(context, exception, published.Extensions());
            return;
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
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
        catch (IOException exception)
        {
            await BrokenBody.WriteAsync(context, exception, published.Extensions());
            return;
        }

        if (reader.Refusal is { } refusal) await RefuseAsync(context, refusal, published.Extensions());
        else await AnswerAsync(context, published.Body);
    }

    private async Task PublishWholeAsync(
        HttpContext context, IEventStreamGrain grain, EventReader reader, PublishConditions conditions)
    {
        var batch = await reader.ReadBatchAsync(CancellationToken.None);
        // A whole body is one batch: there must not be a second.
        var rest = batch is null ? null : await reader.ReadBatchAsync(CancellationToken.None);
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

        var result = await grain.Publish(new(batch ?? [], conditions.IdempotencyKey, conditions.ExpectedLast));
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
